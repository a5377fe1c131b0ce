/** A change of the clock by more, from one look to the next, is no drift. */
const STEP_MS = 5000;
/** A message of the issuer is late by less. */
const LATE_MS = 30_000;

/** The clock by which tokens are judged: the machine's, unless it is wrong, or one that all processes of the issuer share. */
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

  /**
   * The issuer has just said what time it is. Its clock counts for as long as the machine's is further away than the message
   * may be late.
   * @returns how far the machine's clock is ahead, in milliseconds
   */
  compare(time: number): number {
    const ahead = Date.now() - time;
    const offset = time - performance.now();
    this.source = Math.abs(ahead) > LATE_MS ? () => offset + performance.now() : () => Date.now();
    return ahead;
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
