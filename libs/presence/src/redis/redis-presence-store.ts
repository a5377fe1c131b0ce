import type { Clock } from '../local-users';
import {
  type Connection,
  type DeviceKind,
  type OwnPresence,
  type Presence,
  type StatusChoice,
  unknownPresence,
} from '../presence';
import {
  type ConnectResult,
  MAX_CONNECTIONS,
  PresenceStore,
  type PresenceStats,
  SWEEP_INTERVAL_MS,
} from '../presence-store';
import { AggregateScript } from './aggregate-script';
import { inBatches } from './in-batches';
import { LocalPresence } from './local-presence';
import { NodeReaper } from './node-reaper';
import { OnlineIndex } from './online-index';
import { PresenceReader } from './presence-reader';
import { PresenceWriter } from './presence-writer';
import { RedisConnectionState } from './redis-connection-state';
import { parseMessage } from './sync-reply';

/** Most clients reconnect within this time, so that one sync reports both. */
const RESYNC_DELAY_MS = 2000;
/** Half of the limit: above it, a lost connection is synced at once. */
const SYNC_AT_ONCE_ABOVE = MAX_CONNECTIONS / 2;

/**
 * Presence for several nodes. Each node keeps its part in memory and syncs it to Redis, user by user. While Redis is
 * unavailable, users are queued.
 */
export class RedisPresenceStore extends PresenceStore {
  private readonly local: LocalPresence;
  private readonly state: RedisConnectionState;
  private readonly script: AggregateScript;
  private readonly onlineIndex: OnlineIndex;
  private readonly reader: PresenceReader;
  private readonly writer: PresenceWriter;
  private readonly reaper: NodeReaper;
  private timer?: NodeJS.Timeout;
  private sweeping = false;

  /** @param clock for tests: disables all timers. Without it, all nodes use the time of Redis. */
  constructor(
    url: string,
    private readonly clock?: Clock,
  ) {
    super();
    this.local = new LocalPresence(clock ?? (() => this.state.leases.redisClock.now()));
    this.state = new RedisConnectionState(url, clock, {
      onLeaseLost: () => this.writer.resyncAll(),
      onReady: () => void this.writer.resyncQueue.flush(),
      onUnknown: (since) => this.local.watchers.publishUnknown(since),
      onMessagesMissed: () => void this.reader.refreshWatched(),
      onMessage: (text) => this.local.apply(parseMessage(text)),
    });
    this.script = new AggregateScript(this.state.connection, this.state.leases, clock);
    this.onlineIndex = new OnlineIndex(this.local, this.state, clock);
    this.reader = new PresenceReader(this.local, this.state, this.script, this.onlineIndex);
    this.writer = new PresenceWriter(this.local, this.state, this.script, this.onlineIndex);
    this.reaper = new NodeReaper(this.local, this.state, this.writer);
  }

  async start(): Promise<void> {
    await this.state.start();
    if (!this.clock) this.timer = setInterval(() => void this.sweep(), SWEEP_INTERVAL_MS).unref();
  }

  /** Renews the lease of this node, as the timer does every two seconds. */
  renew(): Promise<void> {
    return this.state.renew();
  }

  async drain(): Promise<void> {
    const { entries, lastSeen, now } = this.local;
    this.local.isDraining = true;
    for (const userId of entries.visibleUserIds()) lastSeen.recordOffline(userId, now());
    await this.state.drain();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.local.isDraining = true;
    this.state.stop();
  }

  async connect(connection: Connection): Promise<ConnectResult> {
    const { id, userId } = connection;
    const { users } = this.local;
    if (users.getOrCreate(userId).openConnections().length >= MAX_CONNECTIONS) return 'too_many';
    users.connect(connection);
    if (!(await this.writer.sync(userId, id))?.isRejected) return 'ok';
    // Some of the 20 may belong to a node that has just begun to drain, or died a few seconds ago.
    await this.state.renew();
    if (!(await this.writer.sync(userId, id))?.isRejected) return 'ok';
    users.rejectConnection(id);
    return 'too_many';
  }

  async markActive(connectionId: string): Promise<void> {
    const { users, entries, lastSeen, now } = this.local;
    await this.syncIfChanged(users.markActive(connectionId));
    const userId = users.userIdOf(connectionId);
    if (userId !== undefined && entries.get(userId)?.isVisible) lastSeen.recordSeen(userId, now());
  }

  async markIdle(connectionId: string): Promise<void> {
    await this.syncIfChanged(this.local.users.idle(connectionId));
  }

  async disconnect(connectionId: string, how: { clean: boolean }): Promise<void> {
    // The clients of a draining node reconnect to another.
    if (this.local.isDraining) return;
    const { users, now } = this.local;
    const userId = users.disconnect(connectionId, how);
    if (userId === undefined) return;
    const syncAtOnce = how.clean || users.getOrCreate(userId).connections.size > SYNC_AT_ONCE_ABOVE;
    if (syncAtOnce) await this.writer.sync(userId);
    else this.writer.resyncQueue.addDelayed(userId, now() + RESYNC_DELAY_MS);
  }

  async recordHeartbeat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void> {
    await this.syncIfChanged(this.local.users.recordHeartbeat(userId, sessionId, kind));
  }

  async setStatus(userId: string, choice: StatusChoice): Promise<void> {
    this.local.entries.getOrCreate(userId).setManualStatus(choice);
    await this.writer.sync(userId);
  }

  async revokeSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.users.revokeSessions(userId, sessionIds);
    this.local.entries.getOrCreate(userId).revokeSessions(sessionIds);
    await this.writer.sync(userId);
  }

  async revokeLocalSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    if (this.local.users.hasSessions(userId, sessionIds)) await this.revokeSessions(userId, sessionIds);
  }

  read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return this.reader.read(userIds);
  }

  async readOwn(userId: string): Promise<OwnPresence> {
    const hasUnsynced = this.local.users.users.get(userId)?.hasUnsyncedHeartbeat();
    const reply = await (hasUnsynced ? this.writer.sync(userId) : this.reader.readReply(userId));
    const own = reply?.own;
    if (own && (own.status !== 'offline' || !this.state.isRebuilding)) return own;
    return { ...unknownPresence(userId), choice: this.local.entries.get(userId)?.manualStatus?.choice ?? null };
  }

  watch(userIds: readonly string[]): void {
    this.local.watchers.watch(userIds);
  }

  unwatch(userIds: readonly string[]): void {
    this.local.watchers.unwatch(userIds);
  }

  onChange(listener: (presence: Presence) => void): () => void {
    return this.local.watchers.onChange(listener);
  }

  onlineUsers(): Promise<string[]> {
    return this.onlineIndex.list();
  }

  drainLastSeen(): Map<string, number> {
    return this.local.lastSeen.drain(this.local.now());
  }

  restoreLastSeen(taken: ReadonlyMap<string, number>): void {
    this.local.lastSeen.restore(taken);
  }

  async sweep(): Promise<void> {
    if (this.sweeping || this.local.isDraining) return;
    this.sweeping = true;
    try {
      this.state.sweep();
      await this.syncDue();
      await this.reaper.reap();
      await this.writer.resyncQueue.flush();
    } finally {
      this.sweeping = false;
    }
  }

  stats(): PresenceStats {
    const { users, watchers } = this.local;
    return { connections: users.connectionCount, watched: watchers.size, reaped: this.reaper.reaped };
  }

  drainMaxLag(): number {
    return this.local.drainMaxLag();
  }

  /** Syncs users with a connection, a heartbeat or a manual status that has expired. */
  private async syncDue(): Promise<void> {
    const { users, entries } = this.local;
    const now = this.local.now();
    const changed = users.sweep();
    for (const userId of entries.dueUserIds(now)) changed.add(userId);
    this.writer.resyncQueue.enqueueDue(now);
    await inBatches([...changed], (userId) => this.writer.sync(userId));
  }

  private async syncIfChanged(userId: string | undefined): Promise<void> {
    if (userId !== undefined) await this.writer.sync(userId);
  }
}
