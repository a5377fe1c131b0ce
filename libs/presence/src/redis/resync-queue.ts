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
   * @param canSync whether Redis is available to the user
   */
  constructor(
    private readonly sync: (userId: string) => Promise<unknown>,
    private readonly canSync: (userId: string) => boolean,
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

  /** Each user who is queued now, once. */
  async flush(): Promise<void> {
    if (this.isFlushing) return;
    this.isFlushing = true;
    const userIds = [...this.users].filter((userId) => this.canSync(userId));
    for (let at = 0; at < userIds.length; at += BATCH_SIZE) {
      if (at > 0) await sleep(BATCH_INTERVAL_MS, undefined, { ref: false });
      const batch = userIds
        .slice(at, at + BATCH_SIZE)
        .filter((userId) => this.users.has(userId) && this.canSync(userId));
      await Promise.all(batch.map((userId) => this.sync(userId)));
    }
    this.isFlushing = false;
  }
}
