import { UserSyncState } from './user-sync-state';

/** The sync states of all users that this node knows. */
export class UserSyncStates {
  private readonly byUserId = new Map<string, UserSyncState>();

  get(userId: string): UserSyncState | undefined {
    return this.byUserId.get(userId);
  }

  getOrCreate(userId: string): UserSyncState {
    let syncState = this.byUserId.get(userId);
    if (!syncState) this.byUserId.set(userId, (syncState = new UserSyncState()));
    return syncState;
  }

  deleteIfEmpty(userId: string): void {
    if (this.byUserId.get(userId)?.isEmpty) this.byUserId.delete(userId);
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
    for (const syncState of this.byUserId.values()) syncState.isRegistered = false;
  }

  private userIdsWhere(matches: (syncState: UserSyncState) => boolean): string[] {
    const userIds: string[] = [];
    for (const [userId, syncState] of this.byUserId) if (matches(syncState)) userIds.push(userId);
    return userIds;
  }
}
