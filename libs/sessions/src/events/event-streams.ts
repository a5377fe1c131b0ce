import { PassThrough } from 'node:stream';
import {
  Authenticator,
  type AuthorizationEvent,
  AuthorizationState,
  type Heartbeat,
  type ServicePrincipal,
} from '#auth';
import { Metrics } from '#platform';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sessionProblems } from '../sessions.errors';

export const STREAM_SCOPE = 'authorization.read';

/** A follower takes a stream for dead that is silent for 8 s. */
const HEARTBEAT_MS = 5000;
/** What may wait for a slow reader, beside its snapshot; 4 MB are some 10,000 events. */
const MOST_WAITING = 4_000_000;
/** More processes than a service has; each reconnect closes one before it opens another. */
const MOST_OF_A_SERVICE = 100;

interface Reader {
  service: ServicePrincipal;
  stream: PassThrough;
  /** Bytes. */
  mostWaiting: number;
}

/**
 * The streams of authorization events that services have open (Server-Sent Events). A reader that does not keep up is
 * dropped: it connects anew and gets a snapshot, so memory is bounded and nothing is lost.
 */
@Injectable()
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('EventStreams');
  private readonly readers = new Set<Reader>();
  private readonly dropped;
  private unsubscribe?: () => void;
  private heartbeat?: NodeJS.Timeout;
  private closing = false;

  constructor(
    private readonly state: AuthorizationState,
    private readonly authenticator: Authenticator,
    metrics: Metrics,
  ) {
    metrics.gauge('authorization_streams', 'Open streams of authorization events.', () => this.readers.size);
    this.dropped = metrics.counter('authorization_streams_dropped_total', 'Streams whose reader did not keep up.');
  }

  onModuleInit(): void {
    this.unsubscribe = this.state.subscribe((event) => this.tell(event));
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  /** Before the server stops: it would wait for the end of what is open, and these have none. */
  onModuleDestroy(): void {
    this.closing = true;
    this.unsubscribe?.();
    clearInterval(this.heartbeat);
    for (const { stream } of this.readers) stream.end();
  }

  /**
   * Begins with all that still matters. Reading memory and listening to it are one step: nothing falls in between.
   * @throws {Problem} 429 `too_many_streams`
   */
  open(service: ServicePrincipal): PassThrough {
    const others = [...this.readers].filter((reader) => reader.service.clientId === service.clientId);
    if (others.length >= MOST_OF_A_SERVICE) throw sessionProblems.too_many_streams();
    const stream = new PassThrough();
    const snapshot = frame('snapshot', { ...this.state.snapshot(), stale_ms: this.staleness() });
    const reader = { service, stream, mostWaiting: snapshot.length + MOST_WAITING };
    this.readers.add(reader);
    stream.once('close', () => this.readers.delete(reader));
    stream.on('error', () => undefined);
    stream.write(snapshot);
    if (this.closing) stream.end();
    return stream;
  }

  private tell(event: AuthorizationEvent): void {
    if (this.readers.size === 0) return;
    this.send(frame(event.type, event, event.seq));
    if (event.type === 'session-revoked') this.endRefused();
  }

  private beat(): void {
    this.endRefused();
    this.send(frame('heartbeat', { stale_ms: this.staleness() } satisfies Heartbeat));
  }

  private send(text: Buffer): void {
    for (const reader of this.readers) {
      const { stream, mostWaiting } = reader;
      if (stream.writableEnded) continue;
      if (stream.readableLength + stream.writableLength + text.length <= mostWaiting) stream.write(text);
      else this.drop(reader);
    }
  }

  private drop({ stream, service }: Reader): void {
    this.dropped.inc();
    this.logger.warn({
      msg: 'a reader of authorization events does not keep up; dropped',
      client_id: service.clientId,
    });
    stream.destroy();
  }

  /** A stream lives no longer than the token that opened it. */
  private endRefused(): void {
    for (const { service, stream } of this.readers) {
      const judged = this.authenticator.judge(service, {
        scopes: [STREAM_SCOPE],
        allowsUnverifiedEmail: false,
        allowsStale: true,
      });
      if (typeof judged !== 'object') stream.end();
    }
  }

  /** A moment more than none, so that a follower never believes to know more than this process. */
  private staleness(): number {
    return Math.max(1, Math.min(this.state.staleness(), Number.MAX_SAFE_INTEGER));
  }
}

/** Made once, whoever many read it. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
function frame(type: string, data: object, id?: number): Buffer {
  return Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
}
