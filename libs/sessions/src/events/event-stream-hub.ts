import type { Writable } from 'node:stream';
import {
  type AuthorizationEvent,
  AuthorizationState,
  type ServicePrincipal,
  type StreamHeartbeat,
  VerificationKeys,
} from '#auth';
import { databaseClock, Metrics, problems } from '#platform';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { sessionProblems } from '../sessions.errors';
import {
  eventFrame,
  heartbeatFrame,
  reconnectFrame,
  type ReconnectReason,
  signingKeysFrame,
  snapshotHead,
} from './event-frame';
import { EventStream } from './event-stream';
import { FrameBatch } from './frame-batch';
import { SharedSnapshot } from './shared-snapshot';

const HEARTBEAT_MS = 5000;
/** For each service, in each process; a service opens one for each process of its own. */
export const MAX_STREAMS = 100;
/** The longest delay of a Node timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A service that follows the events of this process. */
export interface Follower {
  id: string;
  client_id: string;
  /** RFC 3339. */
  connected_at: string;
  unread_bytes: number;
  /** The age of the oldest event that it has not taken. */
  lag_ms: number;
}

/** The open streams of authorization events, by which services follow this process. */
@Injectable()
export class EventStreamHub implements OnModuleDestroy {
  private readonly logger = new Logger('EventStreamHub');
  private readonly expiryTimers = new Map<EventStream, NodeJS.Timeout>();
  private readonly snapshot: SharedSnapshot;
  private readonly batch = new FrameBatch((frames) => this.send(frames));
  private readonly droppedCounter;
  private readonly heartbeatTimer = setInterval(() => this.sendHeartbeat(), HEARTBEAT_MS).unref();
  private readonly subscriptions: (() => void)[];
  private isStopped = false;

  constructor(
    private readonly state: AuthorizationState,
    private readonly keys: VerificationKeys,
    metrics: Metrics,
  ) {
    this.snapshot = new SharedSnapshot(state, keys);
    this.subscriptions = [
      state.subscribe((event) => this.publishEvent(event)),
      keys.subscribe(() => this.publishKeys()),
    ];
    metrics.gauge(
      'authorization_streams_open',
      'Services that follow the authorization events of this process.',
      () => this.expiryTimers.size,
    );
    metrics.gauge(
      'authorization_stream_lag_seconds',
      'Age of the oldest event that a service has not read.',
      () => Math.max(0, ...this.streams().map((stream) => stream.lag())) / 1000,
      'max',
    );
    this.droppedCounter = metrics.counter(
      'authorization_streams_dropped_total',
      'Streams of authorization events that were cut because the reader did not keep up.',
    );
  }

  /**
   * Opens a stream: first a snapshot, then every later event. Both are one synchronous step, so that no event is missed.
   * It ends when the token expires.
   * @param response what the stream will be piped to
   * @throws {Problem} 429 `too_many_streams`, 503 `service_unavailable` while the process stops
   */
  follow(service: ServicePrincipal, response: Writable): EventStream {
    if (this.isStopped) throw problems.service_unavailable();
    const own = this.streams().filter((stream) => stream.service.clientId === service.clientId);
    if (own.length >= MAX_STREAMS) throw sessionProblems.too_many_streams();
    // What waits is in the snapshot already.
    this.batch.flush();
    const head = snapshotHead(this.heartbeat());
    const stream = new EventStream(service, response, [head, ...this.snapshot.get()]);
    const delay = Math.min(MAX_TIMER_MS, Math.max(0, this.state.tokenExpiry(service) - databaseClock.now()));
    this.expiryTimers.set(stream, setTimeout(() => this.close(stream, 'token_expired'), delay).unref());
    stream.once('close', () => this.remove(stream));
    return stream;
  }

  followers(): Follower[] {
    return this.streams().map((stream) => ({
      id: stream.id,
      client_id: stream.service.clientId,
      connected_at: stream.openedAt.toISOString(),
      unread_bytes: stream.unreadBytes(),
      lag_ms: stream.lag(),
    }));
  }

  /** Runs before the server closes, which waits for open responses. */
  onModuleDestroy(): void {
    this.isStopped = true;
    clearInterval(this.heartbeatTimer);
    for (const unsubscribe of this.subscriptions) unsubscribe();
    for (const stream of this.streams()) this.close(stream, 'shutdown');
  }

  /** A copy, so that streams can be removed while it is iterated. */
  private streams(): EventStream[] {
    return [...this.expiryTimers.keys()];
  }

  private publishEvent(event: AuthorizationEvent): void {
    if (this.expiryTimers.size === 0 && !this.snapshot.isCached) return;
    this.broadcast(eventFrame(event, this.state.eventExpiry(Date.parse(event.at))));
    if (event.type === 'session-revoked') this.closeIf(({ service }) => this.state.isRevoked(service));
  }

  private publishKeys(): void {
    this.broadcast(signingKeysFrame(this.snapshot.keySet()));
    this.closeIf(({ service }) => !this.keys.isValid(service.keyId, databaseClock.now()));
  }

  private broadcast(frame: Buffer): void {
    this.snapshot.append(frame);
    this.batch.add(frame);
  }

  private send(frames: Buffer): void {
    for (const stream of this.streams()) if (!stream.send(frames)) this.drop(stream);
  }

  private sendHeartbeat(): void {
    const frame = heartbeatFrame(this.heartbeat());
    for (const stream of this.streams()) if (!stream.isConsuming() || !stream.send(frame)) this.drop(stream);
  }

  private heartbeat(): Required<StreamHeartbeat> {
    return {
      stale_ms: Math.max(0, Math.round(this.state.staleness())),
      time: databaseClock.date().toISOString(),
    };
  }

  private closeIf(isRevoked: (stream: EventStream) => boolean): void {
    for (const stream of this.streams()) if (isRevoked(stream)) this.close(stream, 'token_revoked');
  }

  private close(stream: EventStream, reason: ReconnectReason): void {
    this.batch.flush();
    this.remove(stream);
    stream.endWith(reconnectFrame(reason));
  }

  private drop(stream: EventStream): void {
    this.remove(stream);
    stream.abort();
    this.droppedCounter.inc();
    this.logger.warn({ msg: 'a follower did not keep up and was cut off', client_id: stream.service.clientId });
  }

  private remove(stream: EventStream): void {
    clearTimeout(this.expiryTimers.get(stream));
    this.expiryTimers.delete(stream);
  }
}
