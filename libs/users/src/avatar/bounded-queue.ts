/** Runs at most `running` tasks at once. At most `waiting` others are queued; further ones are rejected. */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly limits: { running: number; waiting: number },
    private readonly fullError: () => Error,
  ) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.acquire();
    try {
      return await task();
    } finally {
      this.release();
    }
  }

  private async acquire(): Promise<void> {
    if (this.running < this.limits.running) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.limits.waiting) throw this.fullError();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Passes the slot directly to the task that waits longest, so that a new task can't overtake it. */
  private release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
