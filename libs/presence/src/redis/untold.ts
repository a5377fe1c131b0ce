import { setTimeout as sleep } from 'node:timers/promises';

/** 500 users in a second, so that there is no storm. */
const EVERY_MS = 100;
const AT_ONCE = 50;

/** Users of whom Redis may not know what is known here. They are told in turn, from the first on. */
export class Untold {
  private readonly users = new Set<string>();
  /** Who is to be told later, and when. */
  private readonly later = new Map<string, number>();
  private telling = false;

  /**
   * @param tell takes the user from here
   * @param may whether telling makes sense now
   */
  constructor(
    private readonly tell: (userId: string) => Promise<unknown>,
    private readonly may: () => boolean,
  ) {}

  add(userId: string): void {
    this.users.add(userId);
  }

  addLater(userId: string, at: number): void {
    this.later.set(userId, at);
  }

  /** @returns whether the user had to be told already */
  take(userId: string): boolean {
    this.later.delete(userId);
    return this.users.delete(userId);
  }

  /** Those whose time has come are to be told now. */
  sweep(now: number): void {
    for (const [userId, at] of this.later) if (at <= now) this.users.add(userId);
  }

  /** Until all are told, or it makes no sense any more. */
  async tellAll(): Promise<void> {
    if (this.telling) return;
    this.telling = true;
    while (this.may() && this.users.size > 0) {
      await Promise.all([...this.users].slice(0, AT_ONCE).map((userId) => this.tell(userId)));
      if (this.users.size > 0) await sleep(EVERY_MS, undefined, { ref: false });
    }
    this.telling = false;
  }
}
