interface Change {
  seq: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The latest change of each subject, whatever order they arrive in: a later change of a subject has a higher `seq`. */
export class LatestChanges<C extends Change> extends Map<string, C> {
  /** @returns whether it is newer than the known change; if not, the known one keeps the later expiry */
  setIfNewer(subject: string, change: C): boolean {
    const known = this.get(subject);
    if (known && known.seq >= change.seq) {
      known.expiresAt = Math.max(known.expiresAt, change.expiresAt);
      return false;
    }
    this.set(subject, change);
    return true;
  }

  prune(now: number): void {
    for (const [subject, { expiresAt }] of this) if (expiresAt <= now) this.delete(subject);
  }
}
