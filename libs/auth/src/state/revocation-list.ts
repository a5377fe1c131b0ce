/**
 * Ids of revoked sessions; and of services and service tokens, which have no session. Each is kept until no token of it
 * can be valid. Times are milliseconds since 1970.
 */
export class RevocationList {
  private readonly expiries = new Map<string, number>();

  get size(): number {
    return this.expiries.size;
  }

  has(id: string): boolean {
    return this.expiries.has(id);
  }

  /** The later expiry is kept. */
  add(id: string, expiresAt: number): void {
    this.expiries.set(id, Math.max(expiresAt, this.expiries.get(id) ?? 0));
  }

  prune(now: number): void {
    for (const [id, expiresAt] of this.expiries) if (expiresAt <= now) this.expiries.delete(id);
  }

  entries(): IterableIterator<[string, number]> {
    return this.expiries.entries();
  }
}
