import type { StatusChoice } from '../presence';
import type { ManualStatusEntry, SyncReply } from './sync-reply';

/** What this node knows about a user besides connections and heartbeats. */
export class UserEntry {
  manualStatus?: ManualStatusEntry;
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
    const { manualStatus, revokedSessions, isRegistered, nextChangeAt, isVisible, lastSync } = this;
    return !(manualStatus || revokedSessions || isRegistered || nextChangeAt !== undefined || isVisible || lastSync);
  }

  setManualStatus(choice: StatusChoice): void {
    this.manualStatus = { choice, at: 0 };
  }

  /** The latest manual status wins. One that is not synced yet stays. */
  mergeManualStatus(status: ManualStatusEntry): void {
    const { at } = this.manualStatus ?? {};
    if (at !== 0 && status.at > (at ?? 0)) this.manualStatus = status;
  }

  revokeSessions(sessionIds: readonly string[]): void {
    this.revokedSessions = new Set([...(this.revokedSessions ?? []), ...sessionIds]);
  }

  /** Redis has stored these. The stored manual status arrives with the reply. */
  markSynced(manualStatus: ManualStatusEntry | undefined, revoked: readonly string[]): void {
    for (const id of revoked) this.revokedSessions?.delete(id);
    if (this.revokedSessions?.size === 0) this.revokedSessions = undefined;
    if (manualStatus?.at === 0 && this.manualStatus === manualStatus) this.manualStatus = undefined;
  }

  /** The user is offline and nothing will change without input. An unsynced manual status stays. */
  clear(): void {
    this.isVisible = false;
    this.isRegistered = false;
    if (this.manualStatus?.at !== 0) this.manualStatus = undefined;
  }
}
