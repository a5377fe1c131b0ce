import { type Presence, unknownPresence } from '../presence';
import { Watchers } from '../watchers';

/** Subscriptions to the channels of users. */
export interface WatchedChannels {
  watch(userId: string): void;
  unwatch(userId: string): void;
  /** How many there are. */
  count(): number;
}

/** Drops updates older than the last published version, in whichever order they arrive. */
export class VersionedWatchers extends Watchers {
  private readonly lastPublished = new Map<string, Presence>();

  constructor(private readonly channels?: WatchedChannels) {
    super();
  }

  override watch(userIds: readonly string[]): void {
    for (const id of userIds) {
      if (!this.has(id)) this.channels?.watch(id);
      super.watch([id]);
    }
  }

  override unwatch(userIds: readonly string[]): void {
    for (const id of userIds) {
      const wasWatched = this.has(id);
      super.unwatch([id]);
      if (!wasWatched || this.has(id)) continue;
      this.lastPublished.delete(id);
      this.channels?.unwatch(id);
    }
  }

  override get channelCount(): number {
    return this.channels?.count() ?? 0;
  }

  publish(presence: Presence): void {
    if (!this.has(presence.userId) || !this.isNewer(presence)) return;
    this.lastPublished.set(presence.userId, presence);
    this.emit(presence);
  }

  /** @param before users with a later version are skipped */
  publishUnknown(before = Infinity, isMeant: (userId: string) => boolean = () => true): void {
    for (const id of this.userIds().filter(isMeant)) {
      const version = this.lastPublished.get(id)?.version ?? 0;
      if (version < before) this.publish({ ...unknownPresence(id), version });
    }
  }

  private isNewer({ userId, version, status }: Presence): boolean {
    const last = this.lastPublished.get(userId);
    // The first update of a user without stored presence is skipped.
    if (!last) return version > 0 || status === 'unknown';
    if (last.status === 'unknown') return status !== 'unknown';
    // A read of an emptied Redis may arrive after the first update from it.
    return status === 'unknown' ? version >= last.version : version > last.version;
  }
}
