import type { LocalPresence } from './local-presence';
import type { Connection, OwnPresence, Presence, ManualStatus } from './presence';

/** Where users are aggregated: in memory, or in Redis for several nodes. `PresenceTracker` changes `local`, then syncs. */
export interface PresenceBackend {
  readonly local: LocalPresence;
  start(): Promise<void>;
  /** The process is about to stop. Records `last_seen` of all visible users. */
  drain(): Promise<void>;
  stop(): void;
  /** Syncs a new connection. @returns false if the user has too many on all nodes */
  registerConnection(connection: Connection): Promise<boolean>;
  /** The state of the user on this node has changed. */
  sync(userId: string): Promise<unknown>;
  /** The same after an unclean disconnect, which has no effect for 8 s. */
  syncSoon(userId: string): Promise<unknown>;
  /** Whether others see this user of this node online. */
  isVisible(userId: string): boolean;
  setManualStatus(userId: string, manualStatus: ManualStatus): Promise<void>;
  /** Revokes the sessions on all nodes. */
  revoke(userId: string, sessionIds: readonly string[]): Promise<void>;
  read(userIds: readonly string[]): Promise<Map<string, Presence>>;
  readOwn(userId: string): Promise<OwnPresence>;
  listOnlineUserIds(): Promise<string[]>;
  /** Applies what has expired. */
  sweep(): Promise<void>;
}
