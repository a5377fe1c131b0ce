import type { AggregateScript } from './aggregate-script';
import type { SyncedLocalPresence } from './synced-local-presence';
import { keysOf, partitionOf, tagOf } from './partitions';
import type { RedisConnectionState } from './redis-connection-state';
import { RegisteredUsers } from './registered-users';
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
    (userId) => this.state.isReady && !this.local.isDraining && this.state.partitions.canTry(partitionOf(userId)),
  );

  private readonly registeredUsers: RegisteredUsers;

  constructor(
    private readonly local: SyncedLocalPresence,
    private readonly state: RedisConnectionState,
    private readonly script: AggregateScript,
  ) {
    this.registeredUsers = new RegisteredUsers(state, (userId) => this.resyncRegistered(userId));
  }

  /** Queues a user whom Redis has registered for this node. */
  resyncRegistered(userId: string): void {
    this.local.syncStates.getOrCreate(userId).isRegistered = true;
    this.resyncQueue.add(userId);
  }

  /**
   * Syncs of a user run one after the other, so that an older state never follows a newer one.
   * @param connectionId the new connection, if any
   * @returns undefined if the user is queued
   */
  sync(userId: string, connectionId?: string): Promise<SyncReply | undefined> {
    const syncState = this.local.syncStates.getOrCreate(userId);
    const sync = (syncState.lastSync ?? Promise.resolve()).then(() => this.syncNow(userId, syncState, connectionId));
    syncState.lastSync = sync;
    void sync.then(() => {
      if (syncState.lastSync !== sync) return;
      syncState.lastSync = undefined;
      this.local.syncStates.deleteIfEmpty(userId);
    });
    return sync;
  }

  /** Queues all users: what Redis has of this node does not count any more. */
  resyncAll(): void {
    this.local.syncStates.clearRegistrations();
    for (const userId of this.ownUserIds()) this.resyncQueue.add(userId);
  }

  /** Queues the users of these partitions: Redis may lack the last writes. */
  resyncPartitions(partitions: ReadonlySet<number>): void {
    for (const userId of this.ownUserIds()) {
      if (!partitions.has(partitionOf(userId))) continue;
      this.local.syncStates.getOrCreate(userId).isRegistered = false;
      this.resyncQueue.add(userId);
    }
    this.registeredUsers.add(partitions);
  }

  /** Syncs what is queued and due. */
  async flush(): Promise<void> {
    await this.registeredUsers.read();
    await this.resyncQueue.flush();
  }

  private ownUserIds(): Set<string> {
    const { syncStates, users } = this.local;
    return new Set([...users.byId.keys(), ...syncStates.dueUserIds()]);
  }

  private async syncNow(
    userId: string,
    syncState: UserSyncState,
    connectionId?: string,
  ): Promise<SyncReply | undefined> {
    this.resyncQueue.remove(userId);
    const partition = partitionOf(userId);
    try {
      const reply = await this.state.withFreshLeases(partition, () => this.send(userId, syncState, connectionId));
      if (reply) {
        await this.applyReply(syncState, reply);
        return reply;
      }
    } catch (error) {
      this.state.failed(partition, error);
    }
    this.resyncQueue.add(userId);
    return undefined;
  }

  /** @returns undefined if the leases are stale */
  private async send(userId: string, syncState: UserSyncState, connectionId?: string): Promise<SyncReply | undefined> {
    const { latestManualStatus } = syncState;
    const revoked = [...(syncState.revokedSessions ?? [])];
    const user = this.local.users.byId.get(userId);
    const snapshot = user?.snapshot(this.local.now());
    const registers = !syncState.isRegistered;
    const report = { snapshot, latestManualStatus, revoked, connectionId, registers };
    const { nodeId } = this.state.leases;
    const reply = await this.script.sync(userId, report);
    if (!reply) return undefined;
    if (registers && nodeId === this.state.leases.nodeId) syncState.isRegistered = true;
    syncState.markSynced(latestManualStatus, revoked);
    if (snapshot) user?.markSynced(snapshot, reply.requestActivityOutcomes, this.local.now());
    return reply;
  }

  private async applyReply(syncState: UserSyncState, reply: SyncReply): Promise<void> {
    const { presence, nextChangeInMs } = reply;
    const { userId, isOnline, lastSeen } = presence;
    syncState.nextChangeAt = nextChangeInMs === undefined ? undefined : this.local.now() + nextChangeInMs;
    syncState.isVisible = isOnline;
    if (isOnline) this.local.lastSeen.recordSeen(userId, lastSeen ?? this.local.now());
    this.local.apply(reply);
    this.local.recordLastSeen(reply);
    const isEmpty = this.local.users.byId.get(userId)?.isEmpty() ?? true;
    if (isEmpty && nextChangeInMs === undefined) await this.forget(userId, syncState);
  }

  private async forget(userId: string, syncState: UserSyncState): Promise<void> {
    const { isRegistered } = syncState;
    this.local.users.byId.delete(userId);
    syncState.clear();
    if (!isRegistered) return;
    const partition = partitionOf(userId);
    const key = keysOf(partition).usersOfNode(this.state.leases.nodeId);
    await this.state.connection.run(tagOf(partition), (redis) => redis.srem(key, userId));
  }
}
