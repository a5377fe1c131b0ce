/** Quartz drifts by less than this, and so may time that is being corrected: one millisecond in a second. */
const DRIFT = 0.001;

/**
 * The time of Redis, as far as it can be known here: what happens on two processes can be told apart by it, though the
 * clocks of their machines differ. It is known to half the time that asking has taken, and a little less exactly each
 * second; a better answer is taken, and one that contradicts what was known.
 */
export class RedisClock {
  /** Of Redis' time, in milliseconds since 1970, from the local one. Until Redis was asked it is the machine's. */
  private offset = performance.timeOrigin;
  private error = Infinity;
  private askedAt = 0;

  /** @param local milliseconds from any moment on, which no correction of the machine's clock changes */
  constructor(private readonly local = () => performance.now()) {}

  now(): number {
    return Math.round(this.local() + this.offset);
  }

  /** @param sentAt when Redis was asked, by the local clock */
  heard(time: number, sentAt: number): void {
    const receivedAt = this.local();
    const error = (receivedAt - sentAt) / 2;
    const offset = time - (sentAt + receivedAt) / 2;
    const known = this.error + (receivedAt - this.askedAt) * DRIFT;
    if (error > known && Math.abs(offset - this.offset) <= error + known) return;
    Object.assign(this, { offset, error, askedAt: receivedAt });
  }
}
