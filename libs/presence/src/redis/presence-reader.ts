import { type Presence, unknownPresence } from '../presence';
import type { AggregateScript } from './aggregate-script';
import { inBatches } from './in-batches';
import type { RedisNodeState } from './redis-node-state';
import type { OnlineIndex } from './online-index';
import type { RedisConnectionState } from './redis-connection-state';
import type { SyncReply } from './sync-reply';

/** Reads users from Redis. */
export class PresenceReader {
  constructor(
    private readonly node: RedisNodeState,
    private readonly state: RedisConnectionState,
    private readonly script: AggregateScript,
    private readonly onlineIndex: OnlineIndex,
  ) {}

  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    const replies = await this.readReplies([...new Set(userIds)]);
    return new Map(userIds.map((id) => [id, this.toPresence(id, replies.get(id))]));
  }

  /** @returns undefined if Redis is unavailable */
  async readReply(userId: string): Promise<SyncReply | undefined> {
    return (await this.readReplies([userId])).get(userId);
  }

  /** Publishes what changed while messages may have been missed. */
  async refreshWatched(): Promise<void> {
    const { watchers } = this.node;
    for (const [userId, reply] of await this.readReplies(watchers.userIds()))
      watchers.publish(this.toPresence(userId, reply));
  }

  private async readReplies(userIds: readonly string[]): Promise<Map<string, SyncReply>> {
    const replies = new Map<string, SyncReply>();
    try {
      await inBatches(userIds, async (userId) => {
        const reply = await this.state.withFreshLeases(() => this.script.read(userId));
        if (!reply) return;
        if (reply.changed) this.node.watchers.publish(reply.presence);
        await this.onlineIndex.record(reply);
        replies.set(userId, reply);
      });
    } catch (error) {
      this.state.connection.markLost(error);
    }
    return replies;
  }

  /** While an emptied Redis is rebuilt, a user who is not online is unknown. */
  private toPresence(userId: string, reply: SyncReply | undefined): Presence {
    if (reply && (reply.presence.isOnline || !this.state.isRebuilding)) return reply.presence;
    return { ...unknownPresence(userId), version: reply?.presence.version ?? 0 };
  }
}
