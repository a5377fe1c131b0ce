import { LocalPresence } from '../local-presence';
import type { Clock } from '../local-users';
import { VersionedWatchers, type WatchedChannels } from './versioned-watchers';
import type { PresenceUpdate, SyncReply } from './sync-reply';
import { UserSyncStates } from './user-sync-states';

/** What this process keeps in memory about presence, and what it knows of its state in Redis. */
export class SyncedLocalPresence extends LocalPresence<VersionedWatchers> {
  readonly syncStates = new UserSyncStates();

  constructor(now: Clock, channels: WatchedChannels) {
    super(now, new VersionedWatchers(channels));
  }

  /** The node that sees a user go offline records it for all. */
  recordLastSeen({ presence, wasOnline }: SyncReply): void {
    const { userId, isOnline, lastSeen } = presence;
    if (wasOnline && !isOnline) this.lastSeen.recordOffline(userId, lastSeen ?? this.now());
  }

  /** Applies an update from this node or another one. */
  apply({ presence, latestManualStatus, changed, at }: PresenceUpdate): void {
    const { userId } = presence;
    if (changed) {
      this.users.byId.get(userId)?.syncNextRequestActivity();
      this.maxLagMs = Math.max(this.maxLagMs, this.now() - at);
      this.watchers.publish(presence);
    }
    if (latestManualStatus && this.users.byId.has(userId))
      this.syncStates.getOrCreate(userId).mergeManualStatus(latestManualStatus);
  }
}
