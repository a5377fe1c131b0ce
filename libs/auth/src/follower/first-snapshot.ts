type Outcome = 'arrived' | Error;

/** Lets others wait for the first snapshot. Without a waiter a failure rejects nothing. */
export class FirstSnapshot {
  private outcome?: Outcome;
  private readonly waiters = new Set<(outcome: Outcome) => void>();

  arrive(): void {
    this.settle('arrived');
  }

  fail(error: Error): void {
    this.settle(error);
  }

  /** @throws {Error} as given to `fail` */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (outcome: Outcome) => (outcome instanceof Error ? reject(outcome) : resolve());
      if (this.outcome) finish(this.outcome);
      else this.waiters.add(finish);
    });
  }

  /** Only the first outcome counts. */
  private settle(outcome: Outcome): void {
    if (this.outcome) return;
    this.outcome = outcome;
    for (const finish of this.waiters) finish(outcome);
    this.waiters.clear();
  }
}
