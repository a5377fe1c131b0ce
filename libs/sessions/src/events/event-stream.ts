import { Readable, type Writable } from 'node:stream';
import type { ServicePrincipal } from '#auth';

/** What a reader may have waiting beside its snapshot. An event has about 300 bytes: some 13,000 of them. */
export const MAX_WAITING = 4_000_000;
/** Where a piece of the snapshot ends; small enough that its going out can be seen. */
const PIECE = 64_000;
/** Who takes nothing at all for this many heartbeats (15 s) is gone, whatever the network says. */
const MAX_SILENT_BEATS = 3;
/** The last words are taken within this, or not at all; milliseconds. */
const FAREWELL = 2000;

/**
 * One reader of the stream of authorization events: what was sent and not taken yet waits here, within bounds. The
 * frames are shared between all readers, so that what waits costs its bytes once.
 */
export class EventStream extends Readable {
  private sent = 0;
  private takenBefore = 0;
  private silentBeats = 0;
  private readonly ofSnapshot: number;

  constructor(
    readonly service: ServicePrincipal,
    /** What it is piped to. */
    private readonly answer: Writable,
    snapshot: readonly Buffer[],
  ) {
    super();
    this.ofSnapshot = snapshot.reduce((sum, { length }) => sum + length, 0);
    for (const part of snapshot)
      for (let from = 0; from < part.length; from += PIECE) this.put(part.subarray(from, from + PIECE));
  }

  /** All is put in from outside. */
  override _read(): void {}

  /** @returns whether the reader keeps up; if not, it should be dropped */
  send(frame: Buffer): boolean {
    this.put(frame);
    return this.waiting <= MAX_WAITING;
  }

  /** At each heartbeat. @returns whether the reader has taken anything lately, or everything there was */
  isAwake(): boolean {
    const isSilent = this.readableLength > 0 && this.taken === this.takenBefore;
    this.takenBefore = this.taken;
    this.silentBeats = isSilent ? this.silentBeats + 1 : 0;
    return this.silentBeats < MAX_SILENT_BEATS;
  }

  /** Nothing comes after this. */
  finish(lastFrame: Buffer): void {
    this.push(lastFrame);
    this.push(null);
    const cutting = setTimeout(() => this.cut(), FAREWELL).unref();
    this.answer.once('close', () => clearTimeout(cutting));
  }

  /** Whatever is waiting still, also further down. */
  cut(): void {
    this.answer.destroy();
    this.destroy();
  }

  private put(bytes: Buffer): void {
    this.push(bytes);
    this.sent += bytes.length;
  }

  private get taken(): number {
    return this.sent - this.readableLength;
  }

  /** Bytes beside those of the snapshot. */
  private get waiting(): number {
    return this.readableLength - Math.max(0, this.ofSnapshot - this.taken);
  }
}
