interface Change {
  seq: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The latest change of each subject, whatever order they are heard in: of one subject the later has the higher `seq`. */
export class LatestChanges<C extends Change> extends Map<string, C> {
  /** @returns whether it was newer than what was known; if not, what is known may have to be kept for longer */
  setIfNewer(subject: string, change: C): boolean {
    const before = this.get(subject);
    if (before && before.seq >= change.seq) {
      before.expiresAt = Math.max(before.expiresAt, change.expiresAt);
      return false;
    }
    this.set(subject, change);
    return true;
  }

  prune(now: number): void {
    for (const [subject, { expiresAt }] of this) if (expiresAt <= now) this.delete(subject);
  }
}
