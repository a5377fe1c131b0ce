import type { ManualStatus } from '../presence';
import type { ManualStatusVersion, SyncReply } from './sync-reply';

/** What this node knows about a user besides connections and requests. */
export class UserSyncState {
  latestManualStatus?: ManualStatusVersion;
  /** Ids of revoked sessions, not synced yet. */
  revokedSessions?: Set<string>;
  /** Another node takes the user over if this node dies. */
  isRegistered = false;
  /** When the presence changes without input. */
  nextChangeAt?: number;
  /** Others see the user online. */
  isVisible = false;
  /** The sync that is running or waiting last. */
  lastSync?: Promise<SyncReply | undefined>;

  get isEmpty(): boolean {
    const { latestManualStatus, revokedSessions, isRegistered, nextChangeAt, isVisible, lastSync } = this;
    return !(
      latestManualStatus ||
      revokedSessions ||
      isRegistered ||
      nextChangeAt !== undefined ||
      isVisible ||
      lastSync
    );
  }

  setManualStatus(manualStatus: ManualStatus): void {
    this.latestManualStatus = { manualStatus, setAt: 0 };
  }

  /** The latest manual status wins. One that is not synced yet stays. */
  mergeManualStatus(status: ManualStatusVersion): void {
    const { setAt } = this.latestManualStatus ?? {};
    if (setAt !== 0 && status.setAt > (setAt ?? 0)) this.latestManualStatus = status;
  }

  revokeSessions(sessionIds: readonly string[]): void {
    this.revokedSessions = new Set([...(this.revokedSessions ?? []), ...sessionIds]);
  }

  /** Redis has stored these. The stored manual status arrives with the reply. */
  markSynced(manualStatus: ManualStatusVersion | undefined, revoked: readonly string[]): void {
    for (const id of revoked) this.revokedSessions?.delete(id);
    if (this.revokedSessions?.size === 0) this.revokedSessions = undefined;
    if (manualStatus?.setAt === 0 && this.latestManualStatus === manualStatus) this.latestManualStatus = undefined;
  }

  /** The user is offline and nothing will change without input. An unsynced manual status stays. */
  clear(): void {
    this.isVisible = false;
    this.isRegistered = false;
    if (this.latestManualStatus?.setAt !== 0) this.latestManualStatus = undefined;
  }
}
