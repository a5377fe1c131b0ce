import type { Connection, DeviceKind, OwnPresence, Presence, StatusChoice } from './presence';

/** After an unclean disconnect the user stays online for this long. Most clients reconnect within it. */
export const DISCONNECT_GRACE_MS = 8000;
/** A heartbeat counts for this long. */
export const HEARTBEAT_TTL_MS = 90_000;
/** A device is idle after this long without `activity`. */
export const IDLE_AFTER_MS = 600_000;
export const MAX_CONNECTIONS = 20;
/** Interval of `sweep`. */
export const SWEEP_INTERVAL_MS = 1000;

export type ConnectResult = 'ok' | 'too_many';

export interface PresenceStats {
  connections: number;
  watched: number;
  /** Users taken over from dead nodes. */
  reaped: number;
}

/**
 * Presence of all users, on all nodes. Input: sockets and requests of this node. Output: what other users see. No method
 * rejects or blocks for long: while Redis is unavailable, input is kept and synced later.
 */
export abstract class PresenceStore {
  abstract start(): Promise<void>;

  /**
   * The process is about to stop and its clients reconnect elsewhere. From now on its connections are frozen. They count
   * for ten more seconds.
   */
  abstract drain(): Promise<void>;

  abstract stop(): Promise<void>;

  /** @returns `too_many` if the user has 20 connections already; the new one is then not counted */
  abstract connect(connection: Connection): Promise<ConnectResult>;

  /** The user is active on the device. Syncs only if the device was idle. */
  abstract markActive(connectionId: string): Promise<void>;

  /** The device is idle. Ten minutes without `markActive` have the same effect. */
  abstract markIdle(connectionId: string): Promise<void>;

  /** `clean`: the client closed the connection itself. Otherwise it has 8 s to reconnect before the user goes offline. */
  abstract disconnect(connectionId: string, how: { clean: boolean }): Promise<void>;

  /** A request keeps the user online for 90 s. Without a kind it adds no device. */
  abstract recordHeartbeat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void>;

  abstract setStatus(userId: string, choice: StatusChoice): Promise<void>;

  /** Connections and heartbeats of revoked sessions stop counting at once, on every node. */
  abstract revokeSessions(userId: string, sessionIds: readonly string[]): Promise<void>;

  /** The same for an event from another node: only affects what this node holds. */
  abstract revokeLocalSessions(userId: string, sessionIds: readonly string[]): Promise<void>;

  /** Contains every requested user: `offline` if nothing is stored, `unknown` if Redis is unavailable. */
  abstract read(userIds: readonly string[]): Promise<Map<string, Presence>>;

  abstract readOwn(userId: string): Promise<OwnPresence>;

  /** `onChange` reports these users from now on. Counted: each `watch` of a user needs its `unwatch`. */
  abstract watch(userIds: readonly string[]): void;

  abstract unwatch(userIds: readonly string[]): void;

  /**
   * Reports each change of a watched user in ascending order of versions. `unknown` and the update after it carry the last
   * known version: apply them in the order of arrival.
   * @returns unsubscribe
   */
  abstract onChange(listener: (presence: Presence) => void): () => void;

  /** Ids of all users who are visibly online. Empty while Redis is unavailable. */
  abstract onlineUsers(): Promise<string[]>;

  /** `last_seen` of users that is not in the database yet. Call `restoreLastSeen` if saving fails. */
  abstract drainLastSeen(): Map<string, number>;

  abstract restoreLastSeen(taken: ReadonlyMap<string, number>): void;

  /** Applies what expires: grace periods, heartbeats, activity, manual statuses. */
  abstract sweep(): Promise<void>;

  abstract stats(): PresenceStats;

  /** Longest delay of an update from Redis since the last call, in milliseconds. */
  abstract drainMaxLag(): number;
}
