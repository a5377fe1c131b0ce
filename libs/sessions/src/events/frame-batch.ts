/**
 * A write to each of hundreds of readers costs more than the bytes of an event. A single event waits for nothing; of a
 * burst what comes within this time is sent together.
 */
const WINDOW_MS = 10;

/** Collects the frames of a burst. */
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
  flush(): void {
    clearTimeout(this.window);
    this.window = undefined;
    const [first, ...more] = this.waiting;
    if (!first) return;
    this.waiting = [];
    this.window = setTimeout(() => this.flush(), WINDOW_MS).unref();
    this.send(more.length === 0 ? first : Buffer.concat([first, ...more]));
  }
}
