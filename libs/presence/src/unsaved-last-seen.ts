/** A crash forgets at most this much of `last_seen`. */
const EVERY_MS = 300_000;

/** What is to go into the database: on going offline, and of who stays at most each five minutes. */
export class UnsavedLastSeen {
  private unsaved = new Map<string, number>();
  private readonly noted = new Map<string, number>();

  /** Others can see that the user is there. */
  there(userId: string, at: number): void {
    if (at - (this.noted.get(userId) ?? -Infinity) >= EVERY_MS) this.note(userId, at);
  }

  /** The user has just gone. */
  gone(userId: string, at: number): void {
    this.note(userId, at);
    this.noted.delete(userId);
  }

  take(now: number): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    for (const [userId, at] of this.noted) if (now - at >= EVERY_MS) this.noted.delete(userId);
    return taken;
  }

  giveBack(taken: ReadonlyMap<string, number>): void {
    for (const [userId, at] of taken) this.unsaved.set(userId, Math.max(at, this.unsaved.get(userId) ?? 0));
  }

  private note(userId: string, at: number): void {
    this.noted.set(userId, at);
    this.giveBack(new Map([[userId, at]]));
  }
}
