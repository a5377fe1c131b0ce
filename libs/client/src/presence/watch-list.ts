import { callAll } from '../platform/listeners.js';
import { type PresenceInfo, type PresenceListener, unknownPresence } from './presence-types.js';

/** One that is none would make the service refuse the others, too. */
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

interface Watched {
  listeners: Set<PresenceListener>;
  presence?: PresenceInfo;
}

/** Who is watched by whom. A user is watched until the last listener has gone. */
export class WatchList {
  private readonly users = new Map<string, Watched>();

  constructor(private readonly onChange: () => void) {}

  get ids(): string[] {
    return [...this.users.keys()].filter((id) => UUID.test(id));
  }

  get(id: string): PresenceInfo | undefined {
    return this.users.get(id.toLowerCase())?.presence;
  }

  /** What is known is passed on at once. */
  add(ids: readonly string[], listener: PresenceListener): () => void {
    // A listener that is added twice is removed twice.
    const own: PresenceListener = (presence) => listener(presence);
    const unique = new Set(ids.map((id) => id.toLowerCase()));
    for (const id of unique) {
      const watched = this.users.get(id) ?? { listeners: new Set() };
      this.users.set(id, watched);
      watched.listeners.add(own);
      if (watched.presence) callAll([own], watched.presence);
    }
    this.onChange();
    return () => this.remove(unique, own);
  }

  /** A snapshot repeats what is known; only changes are passed on. */
  receive(presence: PresenceInfo): void {
    const watched = this.users.get(presence.user_id.toLowerCase());
    if (!watched || JSON.stringify(watched.presence) === JSON.stringify(presence)) return;
    watched.presence = presence;
    callAll(watched.listeners, presence);
  }

  /** The connection is lost for a while: what was known may be wrong by now. */
  forget(): void {
    for (const [id, { presence }] of this.users) if (presence) this.receive(unknownPresence(id));
  }

  private remove(ids: Set<string>, listener: PresenceListener): void {
    for (const id of ids) {
      const watched = this.users.get(id);
      if (!watched?.listeners.delete(listener)) continue;
      if (watched.listeners.size === 0) this.users.delete(id);
    }
    this.onChange();
  }
}
