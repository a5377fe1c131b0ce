/** Upper bound of clock drift, also while NTP slews: one millisecond per second. */
const DRIFT = 0.001;

/**
 * Estimates the time of a server, so that processes whose clocks differ, or are set, agree on what was before. The uncertainty
 * is half the round-trip time and grows by the drift. A sample is taken if it is more exact, or if it contradicts the estimate.
 */
export class RemoteClock {
  /** The server's time (milliseconds since 1970) minus local time. Before the first sample: the machine's. */
  private offset = performance.timeOrigin;
  private uncertaintyMs = Infinity;
  private synchronizedAt = 0;

  /** @param local monotonic milliseconds */
  constructor(private readonly local = () => performance.now()) {}

  now(): number {
    return Math.round(this.local() + this.offset);
  }

  /** @param sentAt local time of the request */
  synchronize(time: number, sentAt: number): void {
    const receivedAt = this.local();
    const error = (receivedAt - sentAt) / 2;
    const offset = time - (sentAt + receivedAt) / 2;
    const known = this.uncertaintyMs + (receivedAt - this.synchronizedAt) * DRIFT;
    if (error > known && Math.abs(offset - this.offset) <= error + known) return;
    this.offset = offset;
    this.uncertaintyMs = error;
    this.synchronizedAt = receivedAt;
  }
}
