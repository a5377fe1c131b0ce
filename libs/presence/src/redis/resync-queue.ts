import { setTimeout as sleep } from 'node:timers/promises';

/** 500 users per second, so that a reconnect does not flood Redis. */
const BATCH_INTERVAL_MS = 100;
const BATCH_SIZE = 50;

/** Users whose local state may not be in Redis yet, in order of arrival. */
export class ResyncQueue {
  private readonly users = new Set<string>();
  /** When delayed users become due. */
  private readonly delayed = new Map<string, number>();
  private isFlushing = false;

  /**
   * @param sync removes the user from the queue
   * @param canSync whether Redis is available
   */
  constructor(
    private readonly sync: (userId: string) => Promise<unknown>,
    private readonly canSync: () => boolean,
  ) {}

  add(userId: string): void {
    this.users.add(userId);
  }

  addDelayed(userId: string, at: number): void {
    this.delayed.set(userId, at);
  }

  /** @returns whether the user was queued */
  remove(userId: string): boolean {
    this.delayed.delete(userId);
    return this.users.delete(userId);
  }

  /** Queues delayed users that are due. */
  enqueueDue(now: number): void {
    for (const [userId, at] of this.delayed) if (at <= now) this.users.add(userId);
  }

  /** Until the queue is empty or Redis is unavailable. */
  async flush(): Promise<void> {
    if (this.isFlushing) return;
    this.isFlushing = true;
    while (this.canSync() && this.users.size > 0) {
      await Promise.all([...this.users].slice(0, BATCH_SIZE).map((userId) => this.sync(userId)));
      if (this.users.size > 0) await sleep(BATCH_INTERVAL_MS, undefined, { ref: false });
    }
    this.isFlushing = false;
  }
}
