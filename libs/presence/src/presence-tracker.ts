import type { Clock } from './local-users';
import type { DeviceType } from './device-type';
import type { Connection, OwnPresence, Presence, ManualStatus } from './presence';
import type { PresenceBackend } from './presence-backend';
import { MAX_CONNECTIONS } from './presence-limits';

/** Interval of `sweep`. */
export const SWEEP_INTERVAL_MS = 1000;

const UNCHANGED = Promise.resolve();

export type ConnectResult = 'ok' | 'too_many';

export interface PresenceStats {
  connections: number;
  watched: number;
  /** Channels of Redis that this node is subscribed to. */
  channels: number;
  /** Users taken over from dead nodes. */
  reaped: number;
}

/**
 * Presence of all users, on all nodes. Input: sockets and requests of this node. Output: what other users see. No method
 * rejects or blocks for long: while Redis is unavailable, input is kept and synced later.
 */
export class PresenceTracker<Backend extends PresenceBackend = PresenceBackend> {
  private readonly local;
  private timer?: NodeJS.Timeout;
  private sweeping = false;

  /** @param clock for tests: disables the sweep timer */
  constructor(
    protected readonly backend: Backend,
    private readonly clock?: Clock,
  ) {
    this.local = backend.local;
  }

  async start(): Promise<void> {
    await this.backend.start();
    if (!this.clock) this.timer = setInterval(() => void this.sweep(), SWEEP_INTERVAL_MS).unref();
  }

  /**
   * The process is about to stop and its clients reconnect elsewhere. From now on its connections are frozen. They count
   * for ten more seconds.
   */
  async drain(): Promise<void> {
    this.local.isDraining = true;
    await this.backend.drain();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.local.isDraining = true;
    this.backend.stop();
  }

  /** @returns `too_many` if the user has 20 connections already; the new one is then not counted */
  async connect(connection: Connection): Promise<ConnectResult> {
    const { users } = this.local;
    if (users.getOrCreate(connection.userId).openConnections().length >= MAX_CONNECTIONS) return 'too_many';
    users.connect(connection);
    if (await this.backend.registerConnection(connection)) return 'ok';
    users.rejectConnection(connection.id);
    return 'too_many';
  }

  /** The user is active on the device. Syncs only if the device was idle. */
  async markActive(connectionId: string): Promise<void> {
    const { users, lastSeen, now } = this.local;
    await this.syncIfChanged(users.markActive(connectionId));
    const userId = users.userIdOf(connectionId);
    if (userId !== undefined && this.backend.isVisible(userId)) lastSeen.recordSeen(userId, now());
  }

  /** The device is idle. Ten minutes without `markActive` have the same effect. */
  async markIdle(connectionId: string): Promise<void> {
    await this.syncIfChanged(this.local.users.markIdle(connectionId));
  }

  /** `clean`: the client closed the connection itself. Otherwise it has 8 s to reconnect before the user goes offline. */
  async disconnect(connectionId: string, how: { clean: boolean }): Promise<void> {
    // The clients of a draining node reconnect to another.
    if (this.local.isDraining) return;
    const userId = this.local.users.disconnect(connectionId, how);
    if (userId === undefined) return;
    await (how.clean ? this.backend.sync(userId) : this.backend.syncSoon(userId));
  }

  /** A request keeps the user online for 90 s. Without a device type it adds no device. */
  recordRequestActivity(userId: string, sessionId: string, deviceType?: DeviceType): Promise<void> {
    const changed = this.local.users.recordRequestActivity(userId, sessionId, deviceType);
    // Of nearly every request: without a promise of its own.
    return changed === undefined ? UNCHANGED : this.syncIfChanged(changed);
  }

  setManualStatus(userId: string, manualStatus: ManualStatus): Promise<void> {
    return this.backend.setManualStatus(userId, manualStatus);
  }

  /** Connections and requests of revoked sessions stop counting at once, on every node. */
  async revokeSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.users.revokeSessions(userId, sessionIds);
    await this.backend.revoke(userId, sessionIds);
  }

  /** The same for an event from another node: only affects what this node holds. */
  async revokeLocalSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    if (this.local.users.hasSessions(userId, sessionIds)) await this.revokeSessions(userId, sessionIds);
  }

  /** Contains every requested user: `offline` if nothing is stored, `unknown` if Redis is unavailable. */
  read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return this.backend.read(userIds);
  }

  readOwn(userId: string): Promise<OwnPresence> {
    return this.backend.readOwn(userId);
  }

  /**
   * `onChange` reports these users: each change after a `read` of theirs that began later. Counted: each `watch` of a user
   * needs its `unwatch`.
   */
  watch(userIds: readonly string[]): void {
    this.local.watchers.watch(userIds);
  }

  unwatch(userIds: readonly string[]): void {
    this.local.watchers.unwatch(userIds);
  }

  /**
   * Reports each change of a watched user in ascending order of versions. `unknown` and the update after it carry the last
   * known version: apply them in the order of arrival.
   * @returns unsubscribe
   */
  onChange(listener: (presence: Presence) => void): () => void {
    return this.local.watchers.onChange(listener);
  }

  /** Ids of all users who are visibly online. Empty while Redis is unavailable. */
  listOnlineUserIds(): Promise<string[]> {
    return this.backend.listOnlineUserIds();
  }

  /** `last_seen` of users that is not in the database yet. Call `restoreLastSeen` if saving fails. */
  drainLastSeen(): Map<string, number> {
    return this.local.lastSeen.drain(this.local.now());
  }

  restoreLastSeen(taken: ReadonlyMap<string, number>): void {
    this.local.lastSeen.restore(taken);
  }

  /** Applies what expires: grace periods, requests, activity, manual statuses. */
  async sweep(): Promise<void> {
    if (this.sweeping || this.local.isDraining) return;
    this.sweeping = true;
    try {
      await this.backend.sweep();
    } finally {
      this.sweeping = false;
    }
  }

  stats(): PresenceStats {
    const { users, watchers, reaped } = this.local;
    return { connections: users.connectionCount, watched: watchers.size, channels: watchers.channelCount, reaped };
  }

  /** Longest delay of an update from Redis since the last call, in milliseconds. */
  takeMaxLagMs(): number {
    const lag = this.local.maxLagMs;
    this.local.maxLagMs = 0;
    return lag;
  }

  private async syncIfChanged(userId: string | undefined): Promise<void> {
    if (userId !== undefined) await this.backend.sync(userId);
  }
}
