import type { Writable } from 'node:stream';
import {
  type AuthorizationEvent,
  AuthorizationState,
  type ServicePrincipal,
  type SigningKeySet,
  VerificationKeys,
} from '#auth';
import { Metrics, problems } from '#platform';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { sessionProblems } from '../sessions.errors';
import {
  eventFrame,
  heartbeatFrame,
  reconnectFrame,
  type ReconnectReason,
  signingKeysFrame,
  snapshotBody,
  snapshotHead,
} from './event-frame';
import { publishedKey } from '../signing-keys/key-pair';
import { EventStream } from './event-stream';

const HEARTBEAT_MS = 5000;
/** In each process; a service has one for each process of its own. */
export const MAX_STREAMS = 100;
/**
 * All who come within this share one snapshot, and get what has happened since: after a restart of ours every service
 * comes at once, and writing out 100,000 ended sessions takes a tenth of a second.
 */
const SNAPSHOT_LIFE_MS = 1000;
/** Timers take no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The services that follow the authorization events of this process. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly logger = new Logger('EventStreams');
  private readonly open = new Map<EventStream, NodeJS.Timeout>();
  private readonly dropped;
  private readonly heartbeatTimer = setInterval(() => this.sendHeartbeat(), HEARTBEAT_MS).unref();
  private readonly unsubscribe: (() => void)[];
  private sharedSnapshot?: Buffer[];
  private stopped = false;

  constructor(
    private readonly state: AuthorizationState,
    private readonly keys: VerificationKeys,
    metrics: Metrics,
  ) {
    this.unsubscribe = [state.subscribe((event) => this.publishEvent(event)), keys.subscribe(() => this.publishKeys())];
    metrics.gauge(
      'authorization_streams_open',
      'Services that follow the authorization events of this process.',
      () => this.open.size,
    );
    this.dropped = metrics.counter(
      'authorization_streams_dropped_total',
      'Streams of authorization events that were cut because the reader did not keep up.',
    );
  }

  /**
   * Begins with a snapshot, and goes on with all that happens from then on: one step, so that nothing falls between. It
   * ends with the token.
   * @param answer what it will be piped to
   * @throws {Problem} 429 `too_many_streams`, 503 `service_unavailable` while the process stops
   */
  follow(service: ServicePrincipal, answer: Writable): EventStream {
    if (this.stopped) throw problems.service_unavailable();
    const own = [...this.open.keys()].filter((stream) => stream.service.clientId === service.clientId);
    if (own.length >= MAX_STREAMS) throw sessionProblems.too_many_streams();
    const head = snapshotHead({ stale_ms: this.staleness() });
    const stream = new EventStream(service, answer, [head, ...this.snapshot()]);
    const left = Math.min(MAX_TIMER_MS, Math.max(0, this.state.tokenExpiry(service) - Date.now()));
    const expiry = setTimeout(() => this.close(stream, 'token_expired'), left).unref();
    this.open.set(stream, expiry);
    stream.once('close', () => this.remove(stream));
    return stream;
  }

  /** Before the server closes, which waits for open answers. */
  onModuleDestroy(): void {
    this.stopped = true;
    clearInterval(this.heartbeatTimer);
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    for (const stream of [...this.open.keys()]) this.close(stream, 'shutdown');
  }

  private snapshot(): Buffer[] {
    if (!this.sharedSnapshot) {
      this.sharedSnapshot = [snapshotBody({ ...this.keySet(), ...this.state.snapshot() })];
      setTimeout(() => (this.sharedSnapshot = undefined), SNAPSHOT_LIFE_MS).unref();
    }
    return this.sharedSnapshot;
  }

  private publishEvent(event: AuthorizationEvent): void {
    if (this.open.size === 0 && !this.sharedSnapshot) return;
    this.broadcast(eventFrame(event, this.state.eventExpiry(Date.parse(event.at))));
    if (event.type === 'session-revoked') this.closeRevoked(({ service }) => this.state.isRevoked(service));
  }

  private publishKeys(): void {
    this.broadcast(signingKeysFrame(this.keySet()));
    this.closeRevoked(({ service }) => !this.keys.isValid(service.keyId));
  }

  private keySet(): SigningKeySet {
    const signing_keys = this.keys.all().map((issuerKey) => {
      const { retiresAt } = issuerKey;
      return {
        ...publishedKey(issuerKey),
        retires_at: retiresAt === Infinity ? null : new Date(retiresAt).toISOString(),
      };
    });
    return { signing_keys };
  }

  private broadcast(frame: Buffer): void {
    this.sharedSnapshot?.push(frame);
    for (const stream of [...this.open.keys()]) if (!stream.send(frame)) this.drop(stream);
  }

  private sendHeartbeat(): void {
    const frame = heartbeatFrame({ stale_ms: this.staleness() });
    for (const stream of [...this.open.keys()]) if (!stream.isConsuming() || !stream.send(frame)) this.drop(stream);
  }

  private staleness(): number {
    return Math.max(0, Math.round(this.state.staleness()));
  }

  private closeRevoked(isRevoked: (stream: EventStream) => boolean): void {
    for (const stream of [...this.open.keys()]) if (isRevoked(stream)) this.close(stream, 'token_revoked');
  }

  private close(stream: EventStream, reason: ReconnectReason): void {
    this.remove(stream);
    stream.endWith(reconnectFrame(reason));
  }

  private drop(stream: EventStream): void {
    this.remove(stream);
    stream.abort();
    this.dropped.inc();
    this.logger.warn({ msg: 'a follower did not keep up and was cut off', client_id: stream.service.clientId });
  }

  private remove(stream: EventStream): void {
    clearTimeout(this.open.get(stream));
    this.open.delete(stream);
  }
}
