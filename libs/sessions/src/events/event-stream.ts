import { Readable, type Writable } from 'node:stream';
import type { ServicePrincipal } from '#auth';

/** What a reader may have waiting beside its snapshot. An event has about 300 bytes: some 13,000 of them. */
export const MAX_BACKLOG_BYTES = 4_000_000;
/** Where a piece of the snapshot ends; small enough that its going out can be seen. */
const CHUNK_BYTES = 64_000;
/** Who takes nothing at all for this many heartbeats (15 s) is gone, whatever the network says. */
const MAX_MISSED_HEARTBEATS = 3;
/** The last words are taken within this, or not at all; milliseconds. */
const CLOSE_TIMEOUT_MS = 2000;

/**
 * One reader of the stream of authorization events: what was sent and not taken yet waits here, within bounds. The
 * frames are shared between all readers, so that what waits costs its bytes once.
 */
export class EventStream extends Readable {
  private enqueued = 0;
  private consumedBefore = 0;
  private missedHeartbeats = 0;
  private readonly snapshotBytes: number;

  constructor(
    readonly service: ServicePrincipal,
    /** What it is piped to. */
    private readonly response: Writable,
    snapshot: readonly Buffer[],
  ) {
    super();
    this.snapshotBytes = snapshot.reduce((sum, { length }) => sum + length, 0);
    for (const part of snapshot)
      for (let from = 0; from < part.length; from += CHUNK_BYTES) this.enqueue(part.subarray(from, from + CHUNK_BYTES));
  }

  /** All is put in from outside. */
  override _read(): void {}

  /** @returns whether the reader keeps up; if not, it should be dropped */
  send(frame: Buffer): boolean {
    this.enqueue(frame);
    return this.backlog <= MAX_BACKLOG_BYTES;
  }

  /** At each heartbeat. @returns whether the reader has taken anything lately, or everything there was */
  isConsuming(): boolean {
    const isSilent = this.readableLength > 0 && this.consumed === this.consumedBefore;
    this.consumedBefore = this.consumed;
    this.missedHeartbeats = isSilent ? this.missedHeartbeats + 1 : 0;
    return this.missedHeartbeats < MAX_MISSED_HEARTBEATS;
  }

  /** Nothing comes after this. */
  endWith(lastFrame: Buffer): void {
    this.push(lastFrame);
    this.push(null);
    const cutting = setTimeout(() => this.abort(), CLOSE_TIMEOUT_MS).unref();
    this.response.once('close', () => clearTimeout(cutting));
  }

  /** Whatever is waiting still, also further down. */
  abort(): void {
    this.response.destroy();
    this.destroy();
  }

  private enqueue(bytes: Buffer): void {
    this.push(bytes);
    this.enqueued += bytes.length;
  }

  private get consumed(): number {
    return this.enqueued - this.readableLength;
  }

  /** Bytes beside those of the snapshot. */
  private get backlog(): number {
    return this.readableLength - Math.max(0, this.snapshotBytes - this.consumed);
  }
}
