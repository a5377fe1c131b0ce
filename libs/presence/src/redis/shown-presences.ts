import { type Presence, unknownPresence } from '../presence';
import { Watchers } from '../watchers';

/** What the watchers of this process were told last, so that the last version wins in whichever order they come. */
export class ShownPresences extends Watchers {
  private readonly shown = new Map<string, Presence>();

  override unwatch(userIds: readonly string[]): void {
    super.unwatch(userIds);
    for (const id of userIds) if (!this.has(id)) this.shown.delete(id);
  }

  show(presence: Presence): void {
    if (!this.has(presence.userId) || !this.isNews(presence)) return;
    this.shown.set(presence.userId, presence);
    this.tell(presence);
  }

  /** @param before all but those of whom there is news since then */
  showUnknown(before = Infinity): void {
    for (const id of this.all()) {
      const version = this.shown.get(id)?.version ?? 0;
      if (version < before) this.show({ ...unknownPresence(id), version });
    }
  }

  private isNews({ userId, version, status }: Presence): boolean {
    const last = this.shown.get(userId);
    // Of whom nobody was told anything, those whom nobody knows are no news.
    if (!last) return version > 0 || status === 'unknown';
    if (last.status === 'unknown') return status !== 'unknown';
    // A reading of an empty Redis may come after its first news of somebody.
    return status === 'unknown' ? version >= last.version : version > last.version;
  }
}
