import type { RedisLink } from '#platform';
import { ChannelSubscriber } from './channel-subscriber';
import { allPartitions, partitionOfShard, shardOf, tagOf } from './partitions';

interface ChannelListener {
  /** Changes on these channels may have been missed. */
  onSubscribedAgain(shards: number[]): void;
  onMessage(text: string): void;
  onError(error: unknown): void;
}

/** Subscribes this node to the channels of the users who are watched here, at the masters that publish on them. */
export class ChangeChannels {
  /** Watched users by channel. */
  private readonly watched = new Map<number, number>();
  private masterOfPartition: string[] = [];
  /** The masters at which each channel is subscribed to. */
  private readonly masters = new Map<number, string>();
  private readonly subscribers = new Map<string, ChannelSubscriber>();
  private isOpen = false;

  constructor(
    private readonly link: RedisLink,
    private readonly listener: ChannelListener,
  ) {}

  open(): void {
    this.isOpen = true;
    this.followMasters();
  }

  close(): void {
    this.isOpen = false;
    for (const subscriber of this.subscribers.values()) subscriber.close();
  }

  watch(userId: string): void {
    const shard = shardOf(userId);
    const count = this.watched.get(shard) ?? 0;
    this.watched.set(shard, count + 1);
    if (count === 0) this.assign(shard);
  }

  unwatch(userId: string): void {
    const shard = shardOf(userId);
    const count = (this.watched.get(shard) ?? 0) - 1;
    if (count > 0) return void this.watched.set(shard, count);
    this.watched.delete(shard);
    this.release(shard);
  }

  /** Resolves when Redis has confirmed the channels of these users that were added last, or can't. */
  settled(userIds: readonly string[]): Promise<void> {
    return this.confirmed(userIds.map(shardOf));
  }

  /** Checks the connections. */
  async check(): Promise<void> {
    await Promise.all([...this.subscribers.values()].map((subscriber) => subscriber.ping()));
  }

  /** ioredis does not apply its key prefix to channels. */
  nameOf(shard: number): string {
    return `${this.link.keyPrefix}${tagOf(partitionOfShard(shard))}:changes:${shard}`;
  }

  /** Channels that this node is subscribed to. */
  get size(): number {
    return this.watched.size;
  }

  /** Moves the channels of partitions that have another master than before. */
  followMasters(): void {
    const before = this.masterOfPartition;
    this.masterOfPartition = allPartitions.map((partition) => this.link.addressOfMaster(tagOf(partition)));
    const moved = new Set(allPartitions.filter((partition) => this.masterOfPartition[partition] !== before[partition]));
    if (moved.size === 0) return;
    const shards = [...this.watched.keys()].filter((shard) => moved.has(partitionOfShard(shard)));
    for (const shard of shards) {
      this.release(shard);
      this.assign(shard);
    }
    void this.confirmed(shards).then(() => this.listener.onSubscribedAgain(shards));
    for (const [master, subscriber] of this.subscribers) {
      if (this.masterOfPartition.includes(master)) continue;
      subscriber.close();
      this.subscribers.delete(master);
    }
  }

  private async confirmed(shards: readonly number[]): Promise<void> {
    const pending = new Set<Promise<void>>();
    for (const shard of shards) {
      const confirmation = this.subscribers.get(this.masters.get(shard) ?? '')?.confirmationOf(shard);
      if (confirmation) pending.add(confirmation);
    }
    await Promise.all(pending);
  }

  private assign(shard: number): void {
    const master = this.masterOfPartition[partitionOfShard(shard)] ?? '';
    // Without a master nothing is published. The next check finds it.
    if (master === '') return;
    this.masters.set(shard, master);
    this.subscriberOf(master).add(shard);
  }

  private release(shard: number): void {
    this.subscribers.get(this.masters.get(shard) ?? '')?.remove(shard);
    this.masters.delete(shard);
  }

  private subscriberOf(master: string): ChannelSubscriber {
    let subscriber = this.subscribers.get(master);
    if (!subscriber) {
      subscriber = new ChannelSubscriber(this.link.openSubscriber(master), this.link.isCluster, {
        nameOf: (shard) => this.nameOf(shard),
        onSubscribedAgain: (shards) => this.listener.onSubscribedAgain(shards),
        onMessage: (text) => this.listener.onMessage(text),
        onError: (error) => this.onError(error),
      });
      this.subscribers.set(master, subscriber);
    }
    return subscriber;
  }

  /** Its channels may have moved. */
  private onError(error: unknown): void {
    this.link.refreshSlots();
    if (this.isOpen) this.listener.onError(error);
  }
}
