import { Injectable } from '@nestjs/common';

/** A request counts as a sign of life for this long. */
const ONLINE_MS = 90_000;

/**
 * Who is online: in memory, touched by logins and requests. What must outlive the process (`last_seen`) is taken from
 * here in batches, never written per request. Times are milliseconds since 1970.
 */
@Injectable()
export class PresenceService {
  private readonly seen = new Map<string, Map<string, number>>();
  private readonly lastSeen = new Map<string, number>();
  private unsaved = new Map<string, number>();

  touch(userId: string, sessionId: string, now = Date.now()): void {
    let sessions = this.seen.get(userId);
    if (!sessions) this.seen.set(userId, (sessions = new Map()));
    sessions.set(sessionId, now);
    this.lastSeen.set(userId, now);
    this.unsaved.set(userId, now);
  }

  /** These sessions have ended: they keep nobody online. */
  gone(userId: string, sessionIds: string[]): void {
    const sessions = this.seen.get(userId);
    for (const id of sessionIds) sessions?.delete(id);
    if (sessions?.size === 0) this.seen.delete(userId);
  }

  isOnline(userId: string, now = Date.now()): boolean {
    for (const at of this.seen.get(userId)?.values() ?? []) if (now - at < ONLINE_MS) return true;
    return false;
  }

  /** Ids of everybody who is online. */
  online(now = Date.now()): string[] {
    return [...this.seen.keys()].filter((userId) => this.isOnline(userId, now));
  }

  lastSeenOf(userId: string): Date | undefined {
    const at = this.lastSeen.get(userId);
    return at === undefined ? undefined : new Date(at);
  }

  /** Takes what has not been saved yet; `giveBack` it if saving fails. */
  takeUnsaved(): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    return taken;
  }

  giveBack(taken: Map<string, number>): void {
    for (const [userId, at] of taken) this.unsaved.set(userId, Math.max(at, this.unsaved.get(userId) ?? 0));
  }

  /** Forgets who has been silent; their `last_seen` is in the database by now. */
  prune(now = Date.now()): void {
    for (const [userId, sessions] of this.seen) {
      for (const [sessionId, at] of sessions) if (now - at >= ONLINE_MS) sessions.delete(sessionId);
      if (sessions.size === 0) this.seen.delete(userId);
    }
    for (const userId of this.lastSeen.keys())
      if (!this.seen.has(userId) && !this.unsaved.has(userId)) this.lastSeen.delete(userId);
  }
}
