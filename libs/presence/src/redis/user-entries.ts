import { UserEntry } from './user-entry';

/** The entries of all users that this node knows. */
export class UserEntries {
  private readonly entries = new Map<string, UserEntry>();

  get(userId: string): UserEntry | undefined {
    return this.entries.get(userId);
  }

  getOrCreate(userId: string): UserEntry {
    let entry = this.entries.get(userId);
    if (!entry) this.entries.set(userId, (entry = new UserEntry()));
    return entry;
  }

  deleteIfEmpty(userId: string): void {
    if (this.entries.get(userId)?.isEmpty) this.entries.delete(userId);
  }

  visibleUserIds(): string[] {
    return this.userIdsWhere(({ isVisible }) => isVisible);
  }

  /** Users whose presence changes without input by the given time. */
  dueUserIds(until = Infinity): string[] {
    return this.userIdsWhere(({ nextChangeAt }) => nextChangeAt !== undefined && nextChangeAt <= until);
  }

  /** This node has a new id, for which no user is registered. */
  clearRegistrations(): void {
    for (const entry of this.entries.values()) entry.isRegistered = false;
  }

  private userIdsWhere(matches: (entry: UserEntry) => boolean): string[] {
    const userIds: string[] = [];
    for (const [userId, entry] of this.entries) if (matches(entry)) userIds.push(userId);
    return userIds;
  }
}
