/**
 * A write to each of hundreds of readers costs more than the bytes of an event. A single event waits for nothing; of a
 * burst what comes within this time is sent together.
 */
const WINDOW_MS = 10;
/** A change is effective everywhere within 250 ms. */
const LONGEST_WINDOW_MS = 100;

/** Collects the frames of a burst. The later the process is, the more it sends at once, so that it does not fall behind. */
export class FrameBatch {
  private waiting: Buffer[] = [];
  private window?: NodeJS.Timeout;

  /** @param send gets one or more whole frames, in order */
  constructor(private readonly send: (frames: Buffer) => void) {}

  add(frame: Buffer): void {
    this.waiting.push(frame);
    if (!this.window) this.flush();
  }

  /** Sends what waits. */
  flush(windowMs = WINDOW_MS): void {
    clearTimeout(this.window);
    this.window = undefined;
    const [first, ...more] = this.waiting;
    if (!first) return;
    this.waiting = [];
    this.openWindow(windowMs);
    this.send(more.length === 0 ? first : Buffer.concat([first, ...more]));
  }

  private openWindow(ms: number): void {
    const due = performance.now() + ms;
    const close = () => {
      // Most of the delay is the writes of the last batch.
      const late = performance.now() - due;
      this.flush(Math.min(LONGEST_WINDOW_MS, WINDOW_MS + 2 * late));
    };
    this.window = setTimeout(close, ms).unref();
  }
}
