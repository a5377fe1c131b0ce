import { Readable, type Writable } from 'node:stream';
import { databaseClock } from '#platform';
import type { ServicePrincipal } from '#auth';
import { v7 as uuid } from 'uuid';

/** Limit of unread bytes beside the snapshot: about 13,000 events of 300 bytes. */
export const MAX_BACKLOG_BYTES = 4_000_000;
/** The snapshot is sent in chunks, small enough to observe progress. */
const CHUNK_BYTES = 64_000;
/** A reader that reads nothing for this many heartbeats (15 s) is disconnected. */
const MAX_MISSED_HEARTBEATS = 3;
/** How long a closing stream waits for its last frame to be read. */
const CLOSE_TIMEOUT_MS = 2000;

/**
 * The stream of authorization events to one reader. Buffers what the reader has not read yet, up to a limit. Frames are
 * shared between all readers, so that buffered bytes are in memory once.
 */
export class EventStream extends Readable {
  readonly id = uuid();
  readonly openedAt = databaseClock.date();
  private enqueued = 0;
  /** When the oldest frame that may be unread was sent; by `performance.now()`. */
  private behindSince = performance.now();
  private consumedBefore = 0;
  private missedHeartbeats = 0;
  private readonly snapshotBytes: number;

  constructor(
    readonly service: ServicePrincipal,
    /** What the stream is piped to. */
    private readonly response: Writable,
    snapshot: readonly Buffer[],
  ) {
    super();
    this.snapshotBytes = snapshot.reduce((sum, { length }) => sum + length, 0);
    for (const part of snapshot)
      for (let from = 0; from < part.length; from += CHUNK_BYTES) this.enqueue(part.subarray(from, from + CHUNK_BYTES));
  }

  /** Data is pushed by `send`. */
  override _read(): void {}

  /** @returns whether the reader keeps up; if not, it should be dropped */
  send(frame: Buffer): boolean {
    this.enqueue(frame);
    return this.backlog <= MAX_BACKLOG_BYTES;
  }

  /** Called at each heartbeat. @returns whether the reader has read something lately, or everything */
  isConsuming(): boolean {
    const isSilent = this.readableLength > 0 && this.consumed === this.consumedBefore;
    this.consumedBefore = this.consumed;
    this.missedHeartbeats = isSilent ? this.missedHeartbeats + 1 : 0;
    return this.missedHeartbeats < MAX_MISSED_HEARTBEATS;
  }

  /** Bytes that the reader has not taken yet, the snapshot included. */
  unreadBytes(): number {
    return this.readableLength + this.response.writableLength;
  }

  /** How old the oldest unread frame is at the most; milliseconds. */
  lag(now = performance.now()): number {
    return this.unreadBytes() === 0 ? 0 : now - this.behindSince;
  }

  /** Sends the last frame and ends the stream. */
  endWith(lastFrame: Buffer): void {
    this.push(lastFrame);
    this.push(null);
    const timer = setTimeout(() => this.abort(), CLOSE_TIMEOUT_MS).unref();
    this.response.once('close', () => clearTimeout(timer));
  }

  /** Discards everything unread, also in the response. */
  abort(): void {
    this.response.destroy();
    this.destroy();
  }

  private enqueue(bytes: Buffer): void {
    if (this.unreadBytes() === 0) this.behindSince = performance.now();
    this.push(bytes);
    this.enqueued += bytes.length;
  }

  private get consumed(): number {
    return this.enqueued - this.readableLength;
  }

  /** Unread bytes beside the snapshot. */
  private get backlog(): number {
    return this.readableLength - Math.max(0, this.snapshotBytes - this.consumed);
  }
}
