import { CollabSphereError, type ErrorCode, type Problem } from '../errors.js';
import { jittered, later } from '../platform/timers.js';
import type { Session } from '../session/session.js';
import type { IoFunction, PresenceInfo, PresenceIoSocket, SocketNotification } from './presence-types.js';
import { SocketWatches } from './socket-watches.js';

const ACK_MS = 10_000;
/** Socket.IO does not reconnect by itself where the server has refused or closed. */
const RETRY_MS = 2000;
/** The user has 20 connections: another tab must go first. */
const CROWDED_MS = 60_000;

/** The reasons of `session_revoked` after which the session goes on, with another token. */
const LIVING = ['token_expired', 'token_revoked', 'mfa_enrolment_required', 'unknown'];

export interface SocketEvents {
  /** Whom to watch. */
  ids(): string[];
  /** What is known of a user. */
  get(id: string): PresenceInfo | undefined;
  onConnect(): void;
  onDisconnect(): void;
  /** It can't connect now, though it goes on trying. */
  onUnavailable(): void;
  onPresence(presence: PresenceInfo): void;
  onNotification(notification: SocketNotification): void;
}

interface ConnectError extends Error {
  data?: Problem;
}

/** One connection to the namespace `/presence` for the session of this client. */
export class PresenceSocket {
  private readonly socket: PresenceIoSocket;
  private readonly watches: SocketWatches;
  private readonly stopWatching: () => void;
  private cancelRetry = () => {};
  private token: string | undefined;
  private sessionId: string | undefined;
  private isWaiting = false;
  private failures = 0;

  constructor(
    io: IoFunction,
    url: string,
    deviceType: string,
    private readonly session: Session,
    private readonly events: SocketEvents,
  ) {
    this.socket = io(`${url}/presence`, {
      transports: ['websocket', 'polling'],
      forceNew: true,
      autoConnect: false,
      reconnectionDelayMax: 30_000,
      // Called for each connection, so that a reconnect has a valid token.
      auth: (handshake: (auth: object) => void) => void this.authenticate(deviceType).then(handshake),
    });
    this.watches = new SocketWatches(this, { ids: events.ids, get: events.get, receive: events.onPresence });
    this.listen();
    this.stopWatching = session.watch(() => void this.handInToken());
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  /** At once, even if it would wait. */
  connect(): void {
    this.cancelRetry();
    this.isWaiting = false;
    if (!this.socket.connected && this.session.current()) this.socket.connect();
  }

  close(): void {
    this.cancelRetry();
    this.watches.stop();
    this.stopWatching();
    this.socket.disconnect();
  }

  /** The users to watch are others now. */
  updateWatches(): void {
    if (this.connected) this.watches.update();
  }

  /** @throws {CollabSphereError} for a refusal, and for a connection that is lost meanwhile */
  async send<T>(event: string, message: object): Promise<T> {
    const answer = (await this.socket
      .timeout(ACK_MS)
      .emitWithAck(event, message)
      .catch((cause) => {
        throw new CollabSphereError('network_error', { cause });
      })) as T & { error?: Problem };
    if (answer?.error) throw refusal(answer.error);
    return answer;
  }

  private listen(): void {
    const { socket } = this;
    socket.on('connect', () => {
      this.failures = 0;
      this.watches.restart();
      this.events.onConnect();
      // It may have been refreshed during the handshake.
      void this.handInToken();
    });
    socket.on('presence', (presence: PresenceInfo) => this.events.onPresence(presence));
    socket.on('notification', (notification: SocketNotification) => this.events.onNotification(notification));
    socket.on('permissions', ({ permissions }: { permissions: Record<string, boolean> }) => {
      void this.session.reload(permissions).catch(() => undefined);
    });
    socket.on('session_revoked', ({ reason }: { reason: string }) => {
      if (!LIVING.includes(reason)) void this.session.end(reason, this.sessionId);
    });
    socket.on('reconnect', ({ after_ms }: { after_ms: number }) => {
      socket.disconnect();
      this.retry(after_ms);
    });
    socket.on('disconnect', (reason: string) => {
      this.events.onDisconnect();
      if (reason === 'io server disconnect') this.retry(jittered(RETRY_MS));
    });
    socket.on('connect_error', (error: ConnectError) => this.onRefused(error));
  }

  private onRefused({ data }: ConnectError): void {
    if (++this.failures >= 3 || data?.code === 'too_many_connections') this.events.onUnavailable();
    // Without `data` the server was not reached: Socket.IO tries again by itself.
    if (!data) return;
    // When the address is verified the session gets another token; see `handInToken`.
    if (data.code !== 'email_not_verified')
      this.retry(jittered(data.code === 'too_many_connections' ? CROWDED_MS : RETRY_MS));
    if (data.code === 'invalid_token') void this.session.refresh(this.token).catch(() => undefined);
  }

  /** Until then another token does not make it connect: it may be refused as well. */
  private retry(milliseconds: number): void {
    this.cancelRetry();
    this.isWaiting = true;
    this.cancelRetry = later(() => this.connect(), milliseconds);
  }

  private async authenticate(deviceType: string): Promise<object> {
    const session = await this.session.fresh().catch(() => undefined);
    this.token = session?.access;
    this.sessionId = session?.sessionId;
    return session ? { token: session.access, device_type: deviceType } : {};
  }

  /** The open connection outlives the old token. Another session needs another connection. */
  private async handInToken(): Promise<void> {
    const session = this.session.current();
    if (!session) return void this.socket.disconnect();
    if (session.access === this.token) return;
    if (!this.socket.connected) return this.isWaiting ? undefined : this.connect();
    if (session.sessionId !== this.sessionId) {
      this.socket.disconnect();
      return this.connect();
    }
    this.token = session.access;
    // Where it is refused, the server closes the connection when the old token expires, and it connects again.
    await this.send('authenticate', { token: session.access }).catch(() => undefined);
  }
}

function refusal(problem: Problem): CollabSphereError {
  return new CollabSphereError(problem.code as ErrorCode, { status: problem.status, problem });
}
