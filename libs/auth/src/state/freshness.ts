/** How current this process's knowledge is. All times are milliseconds of one clock. */
export class Freshness {
  private freshAt = 0;

  /** Everything that happened before this time is known. */
  markFresh(at: number): void {
    this.freshAt = Math.max(this.freshAt, at);
  }

  staleness(now: number): number {
    return now - this.freshAt;
  }
}
