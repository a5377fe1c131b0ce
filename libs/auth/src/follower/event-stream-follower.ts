import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { type AuthLogger, type AuthServiceOptions, consoleLogger } from '../auth.options';
import type {
  AuthorizationEvent,
  AuthorizationSnapshot,
  StreamHeartbeat,
  SigningKeySet,
} from '../state/authorization-event';
import type { AuthorizationState } from '../state/authorization-state';
import type { RemoteKeySet } from '../keys/remote-key-set';
import { steadyNow } from '../state/token-clock';
import { FirstSnapshot } from './first-snapshot';
import type { ServiceTokenProvider } from './service-token-provider';

/** The source sends a heartbeat every 5 s; a connection that is silent for longer is closed. */
const READ_TIMEOUT_MS = 8000;
const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 2000;
/** How often expired entries are removed. */
const PRUNE_MS = 30_000;

/** For metrics. */
export interface FollowerStats {
  connected: boolean;
  /** Connections since the start of the process, the first included. */
  connects: number;
  events: number;
  /** Milliseconds from the change to its application here, of the newest event; includes the difference of two clocks. */
  lagMs: number;
  /** How far this machine's clock is ahead of the issuer's; includes the delay of the message. */
  clockSkewMs?: number;
}

/**
 * Keeps a service's `AuthorizationState` up to date, by the issuer's stream of authorization events (Server-Sent Events).
 * Each connection begins with a full snapshot, so that nothing is missed while disconnected, and no cursor is needed.
 */
export class EventStreamFollower {
  private readonly stopping = new AbortController();
  private readonly firstSnapshot = new FirstSnapshot();
  private pruneTimer?: NodeJS.Timeout;
  private failures = 0;
  readonly stats: FollowerStats = { connected: false, connects: 0, events: 0, lagMs: 0 };

  constructor(
    private readonly options: AuthServiceOptions,
    private readonly tokenProvider: ServiceTokenProvider,
    private readonly state: AuthorizationState,
    private readonly keys: RemoteKeySet,
    private readonly logger: AuthLogger = consoleLogger,
  ) {}

  /** Does not wait for the issuer: guarded routes answer 503 until the first snapshot. */
  start(): void {
    this.pruneTimer = setInterval(() => this.state.prune(), PRUNE_MS).unref();
    void this.follow();
  }

  /** Closes the stream. It does not start again. */
  stop(): void {
    clearInterval(this.pruneTimer);
    this.stopping.abort();
    this.firstSnapshot.fail(new Error('the follower was stopped before the first snapshot'));
  }

  /**
   * Resolves when the first snapshot is applied.
   * @throws {Error} if it is stopped before
   */
  whenReady(): Promise<void> {
    return this.firstSnapshot.wait();
  }

  /** Hooks of NestJS, which finds them by their names. */
  onApplicationBootstrap(): void {
    this.start();
  }

  onApplicationShutdown(): void {
    this.stop();
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.connect();
        throw new Error('the stream has ended');
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        if (this.stats.connected || this.failures === 0)
          this.logger.warn(`not following authorization events; trying again: ${describeError(error)}`);
        this.stats.connected = false;
      } finally {
        this.keys.onStreamClosed(this.state.clock.now());
      }
      const wait = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** this.failures++);
      await sleep(wait / 2 + jitter(wait / 2), undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async connect(): Promise<void> {
    const timeout = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, timeout.signal]);
    let timer = setTimeout(() => timeout.abort(new Error('the stream is silent')), READ_TIMEOUT_MS);
    try {
      const response = await fetch(new URL('/api/authorization/events', this.options.issuer), {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${await this.tokenProvider.token()}` },
        redirect: 'error',
        signal,
      });
      if (response.status === 401 || response.status === 403) this.tokenProvider.invalidate();
      if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
      const parser = createParser({ onEvent: ({ event, data }) => this.handleEvent(event, data) });
      const decoder = new TextDecoder();
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = setTimeout(() => timeout.abort(new Error('the stream is silent')), READ_TIMEOUT_MS);
        parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private handleEvent(type: string | undefined, data: string): void {
    switch (type) {
      case 'snapshot': {
        const snapshot = JSON.parse(data) as AuthorizationSnapshot & Partial<StreamHeartbeat & SigningKeySet>;
        const { stale_ms = 0, time, signing_keys } = snapshot;
        // By this clock the snapshot is judged.
        this.compareClocks(time);
        this.state.applySnapshot(snapshot);
        if (signing_keys) this.keys.replaceFromStream(signing_keys, this.state.clock.now());
        this.state.markFresh(steadyNow() - stale_ms);
        this.stats.connected = true;
        this.stats.connects++;
        this.failures = 0;
        this.firstSnapshot.arrive();
        break;
      }
      case 'heartbeat': {
        const { stale_ms, time } = JSON.parse(data) as StreamHeartbeat;
        this.compareClocks(time);
        this.state.markFresh(steadyNow() - stale_ms);
        break;
      }
      case 'session-revoked':
      case 'token-claims-change':
      case 'credential-change':
      case 'role-changed': {
        const event = JSON.parse(data) as AuthorizationEvent;
        this.state.apply(event);
        this.stats.events++;
        this.stats.lagMs = Math.max(0, this.state.clock.now() - Date.parse(event.at));
        break;
      }
      case 'signing-keys-changed':
        this.keys.replaceFromStream((JSON.parse(data) as SigningKeySet).signing_keys, this.state.clock.now());
        break;
      // Unknown events of a newer issuer are ignored.
    }
  }

  private compareClocks(time: string | undefined): void {
    if (time !== undefined) this.stats.clockSkewMs = this.state.clock.compare(Date.parse(time));
  }
}

function describeError(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/** Spreads reconnects of many services; it need not be unpredictable. */
function jitter(milliseconds: number): number {
  return (Number(process.hrtime.bigint() % 1000n) / 1000) * milliseconds;
}
