import { AuthException, AuthorizationState, CurrentUser, LiveSockets, type Principal } from '#auth';
import { problems, msg, Settings } from '#platform';
import { HttpException, type OnModuleDestroy, UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import { MessageErrorFilter } from './message-error.filter';
import { PresenceBroadcaster } from './presence-broadcaster';
import { limitMessages } from './message-limit';
import { type DeviceType, deviceTypes } from './device-type';
import { PresenceTracker } from './presence-tracker';
import { presenceProblems } from './presence.errors';
import { languageOfSocket, socketProblem } from './socket-problem';
import {
  type OwnPresenceDto,
  type PresenceDto,
  StatusEdit,
  toManualStatus,
  TokenMessage,
  toOwnPresenceDto,
  toPresenceDto,
  UserIds,
} from './presence.dto';

const MAX_WATCHED = 500;
/** Clients of a draining node reconnect spread over this time, well within the disconnect grace of 8 s. */
const RECONNECT_SPREAD_MS = 5000;

/**
 * Presence over Socket.IO. A socket is authenticated first and then registered with the tracker, so that a ban in between finds it
 * in one of the two. To watch a user is to join the Socket.IO room with that user's id.
 */
@WebSocketGateway({ namespace: '/presence' })
@UseFilters(MessageErrorFilter)
export class PresenceGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, OnModuleDestroy {
  private namespace?: Namespace;
  /** One attempt per connection: a token cannot be tried, or counted, several times. */
  private readonly seenConnections = new WeakSet<object>();
  private draining = false;

  constructor(
    private readonly sockets: LiveSockets,
    private readonly state: AuthorizationState,
    private readonly tracker: PresenceTracker,
    private readonly broadcaster: PresenceBroadcaster,
    private readonly settings: Settings,
  ) {}

  afterInit(namespace: Namespace): void {
    this.namespace = namespace;
    namespace.use((socket, next) => this.allowOneAttempt(socket, next));
    for (const step of [this.sockets.authenticate.bind(this.sockets), this.connectToTracker.bind(this)])
      namespace.use((socket, next) =>
        step(socket).then(
          () => next(),
          (error) => next(this.toConnectError(socket, error)),
        ),
      );
    namespace.adapter.on('create-room', (room: string) => isUserId(room) && this.tracker.watch([room]));
    namespace.adapter.on('delete-room', (room: string) => isUserId(room) && this.tracker.unwatch([room]));
    this.broadcaster.setPublisher((presence) =>
      namespace.to(presence.userId).emit('presence', toPresenceDto(presence)),
    );
  }

  handleConnection(socket: Socket): void {
    limitMessages(socket, languageOfSocket(socket, this.settings));
  }

  handleDisconnect(socket: Socket, reason: string): void {
    const clean = reason === 'client namespace disconnect';
    // The connection has no other namespace. `true`: pending writes are discarded.
    if (clean) socket.conn.close(true);
    this.disconnect(socket, clean);
  }

  /** Clients get a delay before their sockets are closed, so that they do not all reconnect at once. */
  onModuleDestroy(): void {
    this.draining = true;
    for (const socket of this.namespace?.sockets.values() ?? [])
      socket.emit('reconnect', { after_ms: Math.floor(Math.random() * RECONNECT_SPREAD_MS) });
  }

  @SubscribeMessage('watch')
  async watchUsers(
    @ConnectedSocket() socket: Socket,
    @MessageBody() { user_ids }: UserIds,
  ): Promise<{ presence: PresenceDto[] }> {
    const userIds = uniqueIds(user_ids);
    const fresh = userIds.filter((id) => !socket.rooms.has(id));
    // One room is the socket's own.
    if (socket.rooms.size - 1 + fresh.length > MAX_WATCHED) throw presenceProblems.too_many_watched();
    // A closed socket would never leave the rooms.
    if (socket.connected) await socket.join(fresh);
    return { presence: (await this.broadcaster.snapshot(userIds)).map(toPresenceDto) };
  }

  @SubscribeMessage('unwatch')
  unwatchUsers(@ConnectedSocket() socket: Socket, @MessageBody() { user_ids }: UserIds): object {
    for (const id of uniqueIds(user_ids)) void socket.leave(id);
    return {};
  }

  @SubscribeMessage('status')
  async setStatus(@CurrentUser() { userId }: Principal, @MessageBody() edit: StatusEdit): Promise<OwnPresenceDto> {
    await this.tracker.setManualStatus(userId, toManualStatus(edit));
    return toOwnPresenceDto(await this.tracker.readOwn(userId));
  }

  @SubscribeMessage('activity')
  async activity(@ConnectedSocket() socket: Socket): Promise<object> {
    await this.tracker.markActive(socket.id);
    return {};
  }

  @SubscribeMessage('authenticate')
  async authenticate(
    @ConnectedSocket() socket: Socket,
    @MessageBody() { token }: TokenMessage,
  ): Promise<{ expires_at: string }> {
    const principal = await this.sockets.renew(socket, token);
    return { expires_at: new Date(this.sockets.tokenExpiry(principal)).toISOString() };
  }

  private allowOneAttempt(socket: Socket, next: (error?: Error) => void): void {
    if (this.draining) return next(this.toConnectError(socket, problems.service_unavailable()));
    if (this.seenConnections.has(socket.conn)) return socket.conn.close();
    this.seenConnections.add(socket.conn);
    next();
  }

  /** What the client gets as `connect_error`. */
  private toConnectError(socket: Socket, thrown: Error): Error {
    const error = thrown instanceof HttpException ? thrown : problems.internal_error({ cause: thrown });
    return Object.assign(new Error(error.message), {
      data: socketProblem(languageOfSocket(socket, this.settings), error),
    });
  }

  private async connectToTracker(socket: Socket): Promise<void> {
    const deviceType = deviceTypeOf(socket.handshake.auth.device_type);
    const { userId, sessionId } = principalOf(socket);
    const connected = await this.tracker.connect({ id: socket.id, userId, sessionId, deviceType });
    if (connected === 'too_many') throw presenceProblems.too_many_connections();
    // Banned or disconnected during `connect`.
    if (!this.sockets.principalOf(socket)) {
      this.disconnect(socket);
      throw new AuthException('invalid_token');
    }
    // Socket.IO does not report a client that disconnects between here and `handleConnection`.
    setImmediate(() => socket.connected || this.disconnect(socket));
  }

  private disconnect(socket: Socket, isClientClose = false): void {
    // Connections count until the lease of this node expires: the clients reconnect to another.
    if (this.draining) return;
    const clean = isClientClose || this.state.isSessionRevoked(principalOf(socket).sessionId);
    void this.tracker.disconnect(socket.id, { clean });
  }
}

/** Each socket also has its own room, named by the socket id, which is shorter. */
const isUserId = (room: string) => room.length === 36;

const uniqueIds = (ids: string[]) => [...new Set(ids.map((id) => id.toLowerCase()))];

/** Set by `authenticateSocket`. */
const principalOf = (socket: Socket) => (socket.data as { caller: Principal }).caller;

function deviceTypeOf(sent: unknown): DeviceType {
  if (sent === undefined || sent === null) return 'web';
  if ((deviceTypes as readonly unknown[]).includes(sent)) return sent as DeviceType;
  const message = msg('faults.invalid_choice', { choices: deviceTypes.join(', ') });
  throw problems.validation_failed({ errors: [{ field: 'auth.device_type', code: 'invalid_choice', message }] });
}
