import { LastSeenBuffer } from '../last-seen-buffer';
import { type Clock, LocalUsers } from '../local-users';
import { OrderedWatchers } from './ordered-watchers';
import type { PresenceUpdate } from './sync-reply';
import { UserEntries } from './user-entries';

/** Everything that this node keeps in memory. */
export class LocalPresence {
  readonly users: LocalUsers;
  readonly entries = new UserEntries();
  readonly watchers = new OrderedWatchers();
  readonly lastSeen = new LastSeenBuffer();
  /** The process is about to stop. Its connections are frozen. */
  isDraining = false;
  private maxLagMs = 0;

  constructor(readonly now: Clock) {
    this.users = new LocalUsers(now);
  }

  /** Applies an update from this node or another one. */
  apply({ presence, manualStatus, changed, at }: PresenceUpdate): void {
    const { userId } = presence;
    if (changed) {
      this.users.users.get(userId)?.syncNextHeartbeat();
      this.maxLagMs = Math.max(this.maxLagMs, this.now() - at);
      this.watchers.publish(presence);
    }
    if (manualStatus && this.users.users.has(userId)) this.entries.getOrCreate(userId).mergeManualStatus(manualStatus);
  }

  drainMaxLag(): number {
    const lag = this.maxLagMs;
    this.maxLagMs = 0;
    return lag;
  }
}
