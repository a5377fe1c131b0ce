const FIRST_MS = 100;
const LONGEST_MS = 30_000;
/** A worker that lived as long did not fail at its start. */
const STABLE_MS = 30_000;

/** How long to wait before another worker is started: at once after a single crash, longer where each one crashes. */
export class RestartDelay {
  private failures = 0;

  /** @param livedMs how long the worker that ended had lived */
  next(livedMs: number): number {
    if (livedMs >= STABLE_MS) this.failures = 0;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** this.failures++);
  }
}
