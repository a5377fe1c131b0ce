import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { partitionOfShard } from './partitions';

/** Longest wait for the first connection. */
const OPENING_MS = 500;

interface SubscriberListener {
  nameOf(shard: number): string;
  /** These are subscribed to again: what was published meanwhile is missed. */
  onSubscribedAgain(shards: number[]): void;
  onMessage(text: string): void;
  onError(error: unknown): void;
}

/**
 * The channels of one master. What is added or removed within one turn of the event loop is sent as one. After any error
 * the connection is made anew, and all channels with it.
 */
export class ChannelSubscriber {
  private readonly wanted = new Set<number>();
  /** Sent on this connection. */
  private readonly sent = new Set<number>();
  private readonly changed = new Set<number>();
  private readonly confirmations = new Map<number, Promise<void>>();
  private readonly opening: Promise<void>;
  private isOpening = true;
  private subscribing?: Promise<void>;
  private next?: Promise<void>;
  private isClosed = false;

  /** @param isSharded messages go to the nodes of the channel's hash slot only; the channels of a command are in one slot */
  constructor(
    private readonly redis: Redis,
    private readonly isSharded: boolean,
    private readonly listener: SubscriberListener,
  ) {
    redis.on('ready', () => (this.subscribing = this.subscribeAll()));
    redis.on('close', () => this.sent.clear());
    redis.on(isSharded ? 'smessage' : 'message', (_channel, text: string) => listener.onMessage(text));
    // A channel has moved to another master: Redis unsubscribes from it, which ioredis takes for an error.
    redis.on('moved', () => this.reconnect(new Error('a channel has moved')));
    redis.on('error', (error) => this.reconnect(error));
    const opened = redis.connect().then(
      () => this.subscribing,
      () => undefined,
    );
    const late = sleep(OPENING_MS, undefined, { ref: false });
    this.opening = Promise.race([opened, late]).then(() => {
      this.isOpening = false;
    });
  }

  add(shard: number): void {
    this.wanted.add(shard);
    const confirmation = this.change(shard);
    this.confirmations.set(shard, confirmation);
    void confirmation.then(() => {
      if (this.confirmations.get(shard) === confirmation) this.confirmations.delete(shard);
    });
  }

  remove(shard: number): void {
    this.wanted.delete(shard);
    this.confirmations.delete(shard);
    void this.change(shard);
  }

  /** Of a channel that was added and not confirmed yet. Does not reject. */
  confirmationOf(shard: number): Promise<void> | undefined {
    return this.confirmations.get(shard);
  }

  /** A subscriber does not notice a dead connection without a ping. */
  async ping(): Promise<void> {
    if (this.redis.status === 'ready') await this.redis.ping().catch((error) => this.reconnect(error));
  }

  close(): void {
    this.isClosed = true;
    this.redis.disconnect();
  }

  private change(shard: number): Promise<void> {
    this.changed.add(shard);
    return (this.next ??= Promise.resolve().then(() => this.sendChanges()));
  }

  private async sendChanges(): Promise<void> {
    this.next = undefined;
    const shards = [...this.changed];
    this.changed.clear();
    // All are subscribed to when it is.
    if (this.redis.status !== 'ready') return this.opening;
    const added = shards.filter((shard) => this.wanted.has(shard) && !this.sent.has(shard));
    const removed = shards.filter((shard) => !this.wanted.has(shard) && this.sent.has(shard));
    for (const shard of removed) this.sent.delete(shard);
    await Promise.all([this.send('subscribe', added), this.send('unsubscribe', removed)]);
  }

  private async subscribeAll(): Promise<void> {
    this.sent.clear();
    const shards = [...this.wanted];
    if ((await this.send('subscribe', shards)) && !this.isOpening) this.listener.onSubscribedAgain(shards);
  }

  private async send(what: 'subscribe' | 'unsubscribe', shards: number[]): Promise<boolean> {
    if (what === 'subscribe') for (const shard of shards) this.sent.add(shard);
    const command = this.isSharded ? (`s${what}` as const) : what;
    try {
      await Promise.all(
        this.commandsOf(shards).map((each) => this.redis[command](...each.map((shard) => this.listener.nameOf(shard)))),
      );
      return true;
    } catch (error) {
      this.reconnect(error);
      return false;
    }
  }

  /** The channels of each command. */
  private commandsOf(shards: number[]): number[][] {
    if (shards.length === 0) return [];
    if (!this.isSharded) return [shards];
    const byPartition = new Map<number, number[]>();
    for (const shard of shards) {
      const partition = partitionOfShard(shard);
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), shard]);
    }
    return [...byPartition.values()];
  }

  private reconnect(error: unknown): void {
    if (this.isClosed) return;
    this.listener.onError(error);
    if (this.redis.status === 'ready') this.redis.disconnect(true);
  }
}
