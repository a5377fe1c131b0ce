import type { AggregateScript } from './aggregate-script';
import type { RedisLocalPresence } from './redis-local-presence';
import type { OnlineIndex } from './online-index';
import type { RedisConnectionState } from './redis-connection-state';
import { ResyncQueue } from './resync-queue';
import type { SyncReply } from './sync-reply';
import type { UserEntry } from './user-entry';

/**
 * Syncs users of this node to Redis. A sync reports the complete local state of a user, so it is idempotent. If it fails,
 * the user is queued.
 */
export class PresenceWriter {
  readonly resyncQueue = new ResyncQueue(
    (userId) => this.sync(userId),
    () => this.state.isReady && !this.local.isDraining,
  );

  constructor(
    private readonly local: RedisLocalPresence,
    private readonly state: RedisConnectionState,
    private readonly script: AggregateScript,
    private readonly onlineIndex: OnlineIndex,
  ) {}

  /**
   * Syncs of a user run one after the other, so that an older state never follows a newer one.
   * @param connectionId the new connection, if any
   * @returns undefined if the user is queued
   */
  sync(userId: string, connectionId?: string): Promise<SyncReply | undefined> {
    const entry = this.local.entries.getOrCreate(userId);
    const sync = (entry.lastSync ?? Promise.resolve()).then(() => this.syncNow(userId, entry, connectionId));
    entry.lastSync = sync;
    void sync.then(() => {
      if (entry.lastSync !== sync) return;
      entry.lastSync = undefined;
      this.local.entries.deleteIfEmpty(userId);
    });
    return sync;
  }

  /** Queues all users: what Redis has of this node does not count any more. */
  resyncAll(): void {
    const { entries, users } = this.local;
    entries.clearRegistrations();
    for (const userId of [...users.users.keys(), ...entries.dueUserIds()]) this.resyncQueue.add(userId);
  }

  private async syncNow(userId: string, entry: UserEntry, connectionId?: string): Promise<SyncReply | undefined> {
    const wasQueued = this.resyncQueue.remove(userId);
    try {
      const reply = await this.state.withFreshLeases(() => this.send(userId, entry, connectionId));
      if (reply) {
        await this.applyReply(entry, reply, wasQueued);
        return reply;
      }
    } catch (error) {
      this.state.connection.lost(error);
    }
    this.resyncQueue.add(userId);
    return undefined;
  }

  /** @returns undefined if the leases are stale */
  private async send(userId: string, entry: UserEntry, connectionId?: string): Promise<SyncReply | undefined> {
    const { manualStatus } = entry;
    const revoked = [...(entry.revokedSessions ?? [])];
    const user = this.local.users.users.get(userId);
    const snapshot = user?.snapshot(this.local.now());
    const [, reply] = await Promise.all([
      this.register(userId, entry),
      this.script.sync(userId, { snapshot, manualStatus, revoked, connectionId }),
    ]);
    if (!reply) return undefined;
    entry.markSynced(manualStatus, revoked);
    if (snapshot) user?.markSynced(snapshot, reply.heartbeats, this.local.now());
    return reply;
  }

  private async register(userId: string, entry: UserEntry): Promise<void> {
    if (entry.isRegistered) return;
    entry.isRegistered = true;
    await this.state.connection.redis.sadd(this.state.leases.usersKey, userId);
  }

  private async applyReply(entry: UserEntry, reply: SyncReply, wasQueued: boolean): Promise<void> {
    const { presence, nextChangeInMs } = reply;
    const { userId, isOnline, lastSeen } = presence;
    entry.nextChangeAt = nextChangeInMs === undefined ? undefined : this.local.now() + nextChangeInMs;
    entry.isVisible = isOnline;
    if (isOnline) this.local.lastSeen.recordSeen(userId, lastSeen ?? this.local.now());
    this.local.apply(reply);
    await this.onlineIndex.record(reply, wasQueued);
    const isEmpty = this.local.users.users.get(userId)?.isEmpty() ?? true;
    if (isEmpty && nextChangeInMs === undefined) await this.forget(userId, entry);
  }

  private async forget(userId: string, entry: UserEntry): Promise<void> {
    const { isRegistered } = entry;
    this.local.users.users.delete(userId);
    entry.clear();
    if (isRegistered) await this.state.connection.redis.srem(this.state.leases.usersKey, userId);
  }
}
