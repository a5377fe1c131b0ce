/** A change of the clock by more, from one look to the next, is no drift. */
const STEP_MS = 5000;

/** The clock by which tokens are judged: the machine's, or another that all processes of the issuer share. */
export class TokenClock {
  private source = () => Date.now();
  /** Of the clock from `performance.now()`, when it was last looked at. */
  private offset?: number;

  /** Milliseconds since 1970. */
  now(): number {
    return this.source();
  }

  /** From now on this clock counts. */
  use(source: () => number): void {
    this.source = source;
    this.offset = undefined;
  }

  /** Whether the clock was set since the last call. */
  wasSet(): boolean {
    const offset = this.now() - performance.now();
    const before = this.offset ?? offset;
    this.offset = offset;
    return Math.abs(offset - before) > STEP_MS;
  }
}

/** Milliseconds since 1970, by a clock that is never set: to measure how long something is ago. */
export const steadyNow = (): number => performance.timeOrigin + performance.now();
