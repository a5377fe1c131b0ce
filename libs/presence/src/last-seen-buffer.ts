import { UnsavedTimes } from './unsaved-times';

/** A crash loses at most this much of `last_seen`. */
const RECORD_INTERVAL_MS = 300_000;

/** `last_seen` to write into the database: when a user goes offline, and every five minutes while online. */
export class LastSeenBuffer {
  private readonly unsaved = new UnsavedTimes();
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
    for (const [userId, at] of this.recordedAt) if (now - at >= RECORD_INTERVAL_MS) this.recordedAt.delete(userId);
    return this.unsaved.drain();
  }

  restore(taken: ReadonlyMap<string, number>): void {
    this.unsaved.restore(taken);
  }

  private record(userId: string, at: number): void {
    this.recordedAt.set(userId, at);
    this.unsaved.record(userId, at);
  }
}
