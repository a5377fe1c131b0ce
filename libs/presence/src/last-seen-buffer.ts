/** A crash loses at most this much of `last_seen`. */
const RECORD_INTERVAL_MS = 300_000;

/** `last_seen` to write into the database: when a user goes offline, and every five minutes while online. */
export class LastSeenBuffer {
  private unsaved = new Map<string, number>();
  private readonly recordedAt = new Map<string, number>();

  /** The user is visibly online. */
  recordSeen(userId: string, at: number): void {
    if (at - (this.recordedAt.get(userId) ?? -Infinity) >= RECORD_INTERVAL_MS) this.record(userId, at);
  }

  /** The user has just gone offline. */
  recordOffline(userId: string, at: number): void {
    this.record(userId, at);
    this.recordedAt.delete(userId);
  }

  drain(now: number): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    for (const [userId, at] of this.recordedAt) if (now - at >= RECORD_INTERVAL_MS) this.recordedAt.delete(userId);
    return taken;
  }

  restore(taken: ReadonlyMap<string, number>): void {
    for (const [userId, at] of taken) this.unsaved.set(userId, Math.max(at, this.unsaved.get(userId) ?? 0));
  }

  private record(userId: string, at: number): void {
    this.recordedAt.set(userId, at);
    this.restore(new Map([[userId, at]]));
  }
}
