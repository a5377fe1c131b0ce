/** Runs at most `running` tasks at once while at most `waiting` others wait their turn; the next one is refused. */
export class BoundedQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly most: { running: number; waiting: number },
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
    if (this.running < this.most.running) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.most.waiting) throw this.fullError();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** The place goes straight to who waits longest, so that a newcomer can't slip in between. */
  private release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
