import type { Connection, DeviceKind, OwnPresence, Presence, StatusChoice } from './presence';

/** A user who loses the connection uncleanly is not seen offline before this: most are back within it. */
export const GRACE_MS = 8000;
/** A request counts as a sign of life for this long. */
export const BEAT_MS = 90_000;
/** A device is idle after this long without `activity`. */
export const IDLE_MS = 600_000;
export const MAX_CONNECTIONS = 20;
/** How late what time alone changes may be seen. */
export const SWEEP_MS = 1000;

export type Connected = 'ok' | 'too_many';

export interface PresenceStats {
  connections: number;
  watched: number;
  /** Users taken over from processes that died. */
  reaped: number;
}

/**
 * Who is connected, on every process. The sockets of this process are handed in here; what others see of a user comes
 * out. Nothing here rejects or waits for long: while Redis is away, what is handed in is kept and told to it later.
 */
export abstract class PresenceStore {
  abstract start(): Promise<void>;

  /**
   * This process is about to end and its clients go elsewhere: from now on its connections stay as they are, and count
   * for ten seconds more.
   */
  abstract drain(): Promise<void>;

  abstract stop(): Promise<void>;

  /** @returns `too_many`, and counts it not, if the user has 20 connections already */
  abstract connect(connection: Connection): Promise<Connected>;

  /** The person is there. Cheap: the store hears of it only if the device was idle. */
  abstract activity(connectionId: string): Promise<void>;

  /** The device says that nobody is there; ten minutes without `activity` say the same. */
  abstract idle(connectionId: string): Promise<void>;

  /** `clean`: the client said goodbye; otherwise it has 8 s to come back before anybody sees it gone. */
  abstract disconnect(connectionId: string, how: { clean: boolean }): Promise<void>;

  /** A request: 90 s online. Without a kind it is not told among the devices. */
  abstract beat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void>;

  abstract setStatus(userId: string, choice: StatusChoice): Promise<void>;

  /** These sessions have ended: their connections and requests count no more, at once and on every process. */
  abstract end(userId: string, sessionIds: readonly string[]): Promise<void>;

  /** The same, learnt from elsewhere: only what this process has at first hand need end here. */
  abstract endHere(userId: string, sessionIds: readonly string[]): Promise<void>;

  /** Every user asked for is in the answer: `offline` if nothing is known, `unknown` if the store is away. */
  abstract read(userIds: readonly string[]): Promise<Map<string, Presence>>;

  abstract own(userId: string): Promise<OwnPresence>;

  /** `onChange` hears of these users from now on. Counted: each `watch` of a user needs its `unwatch`. */
  abstract watch(userIds: readonly string[]): void;

  abstract unwatch(userIds: readonly string[]): void;

  /**
   * Hears each change of a watched user, a later version after an earlier one. `unknown` and what follows it come with
   * the version that is known: take them in the order in which they come.
   * @returns how to stop listening
   */
  abstract onChange(listener: (presence: Presence) => void): () => void;

  /** Everybody whom others see online. Empty while the store is away. */
  abstract onlineUsers(): Promise<string[]>;

  /** Times at which users were last seen by others and that are not in the database yet; `giveBack` if saving fails. */
  abstract takeLastSeen(): Map<string, number>;

  abstract giveBack(taken: ReadonlyMap<string, number>): void;

  /** What time alone changes: grace and requests that ran out, idle devices, a status that no longer holds. */
  abstract sweep(): Promise<void>;

  abstract stats(): PresenceStats;

  /** The longest that a change has taken to come here, since this was last asked; milliseconds. */
  abstract takeLag(): number;
}
