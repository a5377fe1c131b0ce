import type { RedisUse } from '#platform';
import type { Clock } from '../local-users';
import { type Connection, type OwnPresence, type Presence, type ManualStatus, unknownPresence } from '../presence';
import type { PresenceBackend } from '../presence-backend';
import { MAX_CONNECTIONS } from '../presence-limits';
import { AggregateScript } from './aggregate-script';
import { inBatches } from './in-batches';
import { NodeReaper } from './node-reaper';
import { OnlineUsers } from './online-users';
import { partitionOf } from './partitions';
import { PresenceReader } from './presence-reader';
import { PresenceWriter } from './presence-writer';
import { RedisConnectionState } from './redis-connection-state';
import { SyncedLocalPresence } from './synced-local-presence';
import { parseMessage } from './sync-reply';

/** Most clients reconnect within this time, so that one sync reports both. */
const RESYNC_DELAY_MS = 2000;
/** Half of the limit: above it, a lost connection is synced at once. */
const SYNC_AT_ONCE_ABOVE = MAX_CONNECTIONS / 2;

export interface RedisBackendOptions {
  clock?: Clock;
  use?: RedisUse;
}

/** Each node syncs its users to Redis, one by one. While Redis is unavailable, users are queued. */
export class RedisBackend implements PresenceBackend {
  readonly local: SyncedLocalPresence;
  readonly script: AggregateScript;
  private readonly state: RedisConnectionState;
  private readonly onlineUsers: OnlineUsers;
  private readonly reader: PresenceReader;
  private readonly writer: PresenceWriter;
  private readonly reaper: NodeReaper;

  /** @param clock for tests: disables all timers */
  constructor(url: string, { clock, use }: RedisBackendOptions = {}) {
    this.local = new SyncedLocalPresence(clock ?? (() => this.state.leases.redisClock.now()), {
      watch: (userId) => this.state.connection.channels.watch(userId),
      unwatch: (userId) => this.state.connection.channels.unwatch(userId),
      count: () => this.state.connection.channels.size,
    });
    this.state = new RedisConnectionState(url, clock, use, {
      onLeaseLost: () => this.writer.resyncAll(),
      onReady: () => void this.writer.flush(),
      onUnknown: (partitions, since) =>
        this.local.watchers.publishUnknown(since, (userId) => partitions.has(partitionOf(userId))),
      onMissed: (partitions) => void this.reader.refreshWatched(partitions),
      onWritesLost: (partitions) => this.writer.resyncPartitions(partitions),
      onMessage: (text) => this.local.apply(parseMessage(text)),
    });
    this.script = new AggregateScript(this.state.connection, this.state.leases, clock);
    this.onlineUsers = new OnlineUsers(this.state);
    this.reader = new PresenceReader(this.local, this.state, this.script);
    this.writer = new PresenceWriter(this.local, this.state, this.script);
    this.reaper = new NodeReaper(this.local, this.state, this.writer);
  }

  start(): Promise<void> {
    return this.state.start();
  }

  renew(): Promise<void> {
    return this.state.renew();
  }

  async drain(): Promise<void> {
    const { syncStates, lastSeen, now } = this.local;
    for (const userId of syncStates.visibleUserIds()) lastSeen.recordOffline(userId, now());
    await this.state.drain();
  }

  stop(): void {
    this.state.stop();
  }

  async registerConnection({ id, userId }: Connection): Promise<boolean> {
    if (!(await this.writer.sync(userId, id))?.isRejected) return true;
    // Some of the 20 may belong to a node that has just begun to drain, or died a few seconds ago.
    await this.state.renew();
    return !(await this.writer.sync(userId, id))?.isRejected;
  }

  sync(userId: string): Promise<unknown> {
    return this.writer.sync(userId);
  }

  async syncSoon(userId: string): Promise<void> {
    const { users, now } = this.local;
    if (users.getOrCreate(userId).connections.size > SYNC_AT_ONCE_ABOVE) await this.writer.sync(userId);
    else this.writer.resyncQueue.addDelayed(userId, now() + RESYNC_DELAY_MS);
  }

  isVisible(userId: string): boolean {
    return this.local.syncStates.get(userId)?.isVisible ?? false;
  }

  async setManualStatus(userId: string, manualStatus: ManualStatus): Promise<void> {
    this.local.syncStates.getOrCreate(userId).setManualStatus(manualStatus);
    await this.writer.sync(userId);
  }

  async revoke(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.syncStates.getOrCreate(userId).revokeSessions(sessionIds);
    await this.writer.sync(userId);
  }

  read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return this.reader.read(userIds);
  }

  async readOwn(userId: string): Promise<OwnPresence> {
    const hasUnsynced = this.local.users.byId.get(userId)?.hasUnsyncedRequestActivity();
    const reply = await (hasUnsynced ? this.writer.sync(userId) : this.reader.readReply(userId));
    const own = reply?.own;
    if (own && (own.status !== 'offline' || !this.state.partitions.isRebuilding(partitionOf(userId)))) return own;
    return {
      ...unknownPresence(userId),
      manualStatus: this.local.syncStates.get(userId)?.latestManualStatus?.manualStatus ?? null,
    };
  }

  listOnlineUserIds(): Promise<string[]> {
    return this.onlineUsers.list();
  }

  async sweep(): Promise<void> {
    await this.state.sweep();
    await this.syncDue();
    await this.reaper.reap();
    await this.reader.refreshUnread();
    await this.writer.flush();
  }

  /** Syncs users with a connection, a request or a manual status that has expired. */
  private async syncDue(): Promise<void> {
    const { users, syncStates } = this.local;
    const now = this.local.now();
    const changed = users.sweep();
    for (const userId of syncStates.dueUserIds(now)) changed.add(userId);
    this.writer.resyncQueue.enqueueDue(now);
    await inBatches([...changed], (userId) => this.writer.sync(userId));
  }
}
