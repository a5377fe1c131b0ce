import { type Presence, unknownPresence } from '../presence';
import type { AggregateScript } from './aggregate-script';
import { inBatches } from './in-batches';
import { partitionOf } from './partitions';
import type { SyncedLocalPresence } from './synced-local-presence';
import type { RedisConnectionState } from './redis-connection-state';
import type { SyncReply } from './sync-reply';

/** Reads users from Redis. */
export class PresenceReader {
  /** Watched users who could not be read. */
  private readonly unread = new Set<string>();

  constructor(
    private readonly local: SyncedLocalPresence,
    private readonly state: RedisConnectionState,
    private readonly script: AggregateScript,
  ) {}

  /** Watched users are read after Redis has confirmed their channels, so that no change falls in between. */
  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    await this.state.connection.channels.settled(userIds);
    const replies = await this.readReplies([...new Set(userIds)]);
    return new Map(userIds.map((id) => [id, this.toPresence(id, replies.get(id))]));
  }

  /** @returns undefined if Redis is unavailable */
  async readReply(userId: string): Promise<SyncReply | undefined> {
    return (await this.readReplies([userId])).get(userId);
  }

  /** Publishes what changed while messages may have been missed. */
  async refreshWatched(partitions: ReadonlySet<number>): Promise<void> {
    await this.refresh(this.local.watchers.userIds().filter((userId) => partitions.has(partitionOf(userId))));
  }

  /** Tries again what has failed. */
  async refreshUnread(): Promise<void> {
    if (!this.state.isReady) return;
    const userIds = [...this.unread];
    this.unread.clear();
    await this.refresh(userIds);
  }

  private async refresh(userIds: readonly string[]): Promise<void> {
    for (const [userId, reply] of await this.readReplies(userIds))
      this.local.watchers.publish(this.toPresence(userId, reply));
  }

  private async readReplies(userIds: readonly string[]): Promise<Map<string, SyncReply>> {
    const { watchers } = this.local;
    const replies = new Map<string, SyncReply>();
    await inBatches(userIds, async (userId) => {
      const reply = await this.readOne(userId);
      if (!reply) return void (watchers.has(userId) && this.unread.add(userId));
      if (reply.changed) watchers.publish(reply.presence);
      this.local.recordLastSeen(reply);
      replies.set(userId, reply);
    });
    return replies;
  }

  private async readOne(userId: string): Promise<SyncReply | undefined> {
    const partition = partitionOf(userId);
    try {
      return await this.state.withFreshLeases(partition, () => this.script.read(userId));
    } catch (error) {
      this.state.failed(partition, error);
      return undefined;
    }
  }

  /** While an emptied Redis is rebuilt, a user who is not online is unknown. */
  private toPresence(userId: string, reply: SyncReply | undefined): Presence {
    if (reply && (reply.presence.isOnline || !this.state.partitions.isRebuilding(partitionOf(userId))))
      return reply.presence;
    return { ...unknownPresence(userId), version: reply?.presence.version ?? 0 };
  }
}
