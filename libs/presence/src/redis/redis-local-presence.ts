import { LocalPresence } from '../local-presence';
import type { Clock } from '../local-users';
import { OrderedWatchers } from './ordered-watchers';
import type { PresenceUpdate } from './sync-reply';
import { UserEntries } from './user-entries';

/** Everything that this node keeps in memory. */
export class RedisLocalPresence extends LocalPresence<OrderedWatchers> {
  readonly entries = new UserEntries();

  constructor(now: Clock) {
    super(now, new OrderedWatchers());
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
}
