import type { AggregateScript } from './aggregate-script';
import type { RedisNodeState } from './redis-node-state';
import type { OnlineIndex } from './online-index';
import type { RedisConnectionState } from './redis-connection-state';
import { ResyncQueue } from './resync-queue';
import type { SyncReply } from './sync-reply';
import type { UserSyncState } from './user-sync-state';

/**
 * Syncs users of this node to Redis. A sync reports the complete local state of a user, so it is idempotent. If it fails,
 * the user is queued.
 */
export class PresenceWriter {
  readonly resyncQueue = new ResyncQueue(
    (userId) => this.sync(userId),
    () => this.state.isReady && !this.node.isDraining,
  );

  constructor(
    private readonly node: RedisNodeState,
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
    const syncState = this.node.syncStates.getOrCreate(userId);
    const sync = (syncState.lastSync ?? Promise.resolve()).then(() => this.syncNow(userId, syncState, connectionId));
    syncState.lastSync = sync;
    void sync.then(() => {
      if (syncState.lastSync !== sync) return;
      syncState.lastSync = undefined;
      this.node.syncStates.deleteIfEmpty(userId);
    });
    return sync;
  }

  /** Queues all users: what Redis has of this node does not count any more. */
  resyncAll(): void {
    const { syncStates, users } = this.node;
    syncStates.clearRegistrations();
    for (const userId of [...users.byId.keys(), ...syncStates.dueUserIds()]) this.resyncQueue.add(userId);
  }

  private async syncNow(
    userId: string,
    syncState: UserSyncState,
    connectionId?: string,
  ): Promise<SyncReply | undefined> {
    const wasQueued = this.resyncQueue.remove(userId);
    try {
      const reply = await this.state.withFreshLeases(() => this.send(userId, syncState, connectionId));
      if (reply) {
        await this.applyReply(syncState, reply, wasQueued);
        return reply;
      }
    } catch (error) {
      this.state.connection.markLost(error);
    }
    this.resyncQueue.add(userId);
    return undefined;
  }

  /** @returns undefined if the leases are stale */
  private async send(userId: string, syncState: UserSyncState, connectionId?: string): Promise<SyncReply | undefined> {
    const { latestManualStatus } = syncState;
    const revoked = [...(syncState.revokedSessions ?? [])];
    const user = this.node.users.byId.get(userId);
    const snapshot = user?.snapshot(this.node.now());
    const [, reply] = await Promise.all([
      this.register(userId, syncState),
      this.script.sync(userId, { snapshot, latestManualStatus, revoked, connectionId }),
    ]);
    if (!reply) return undefined;
    syncState.markSynced(latestManualStatus, revoked);
    if (snapshot) user?.markSynced(snapshot, reply.requestActivityOutcomes, this.node.now());
    return reply;
  }

  private async register(userId: string, syncState: UserSyncState): Promise<void> {
    if (syncState.isRegistered) return;
    syncState.isRegistered = true;
    await this.state.connection.redis.sadd(this.state.leases.usersKey, userId);
  }

  private async applyReply(syncState: UserSyncState, reply: SyncReply, wasQueued: boolean): Promise<void> {
    const { presence, nextChangeInMs } = reply;
    const { userId, isOnline, lastSeen } = presence;
    syncState.nextChangeAt = nextChangeInMs === undefined ? undefined : this.node.now() + nextChangeInMs;
    syncState.isVisible = isOnline;
    if (isOnline) this.node.lastSeen.recordSeen(userId, lastSeen ?? this.node.now());
    this.node.apply(reply);
    await this.onlineIndex.record(reply, wasQueued);
    const isEmpty = this.node.users.byId.get(userId)?.isEmpty() ?? true;
    if (isEmpty && nextChangeInMs === undefined) await this.forget(userId, syncState);
  }

  private async forget(userId: string, syncState: UserSyncState): Promise<void> {
    const { isRegistered } = syncState;
    this.node.users.byId.delete(userId);
    syncState.clear();
    if (isRegistered) await this.state.connection.redis.srem(this.state.leases.usersKey, userId);
  }
}
