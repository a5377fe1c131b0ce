import type { RedisLink } from '#platform';
import { ChannelSubscriber } from './channel-subscriber';
import { partitionOfShard, shardOf, tagOf } from './partitions';

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
  /** Masters by channel. */
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
  async settled(userIds: readonly string[]): Promise<void> {
    const pending = new Set<Promise<void>>();
    for (const userId of userIds) {
      const shard = shardOf(userId);
      const confirmation = this.subscribers.get(this.masters.get(shard) ?? '')?.confirmationOf(shard);
      if (confirmation) pending.add(confirmation);
    }
    await Promise.all(pending);
  }

  /** Moves channels to the masters that have them now, and checks the connections. */
  async check(): Promise<void> {
    this.followMasters();
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

  followMasters(): void {
    for (const shard of this.watched.keys()) {
      if (this.masters.get(shard) === this.masterOf(shard)) continue;
      this.release(shard);
      this.assign(shard);
    }
    for (const [master, subscriber] of this.subscribers) {
      if (!subscriber.isUnused) continue;
      subscriber.close();
      this.subscribers.delete(master);
    }
  }

  private assign(shard: number): void {
    const master = this.masterOf(shard);
    // Without a master nothing is published. The next check finds it.
    if (!this.isOpen || master === '') return;
    this.masters.set(shard, master);
    this.subscriberOf(master).add(shard);
  }

  private release(shard: number): void {
    this.subscribers.get(this.masters.get(shard) ?? '')?.remove(shard);
    this.masters.delete(shard);
  }

  private masterOf(shard: number): string {
    return this.link.addressOfMaster(tagOf(partitionOfShard(shard)));
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
