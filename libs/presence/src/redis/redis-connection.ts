import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { RawSyncReply } from './sync-reply';
import { AGGREGATE_SCRIPT } from './aggregate.lua';
import { CLAIM_SCRIPT, LEASE_SCRIPT, ONLINE_SCRIPT } from './leases.lua';

/** ioredis defines a method for each script. */
export type RedisWithScripts = Redis & {
  aggregatePresence(...values: (string | number)[]): Promise<RawSyncReply>;
  renewLease(...values: (string | number)[]): Promise<[number, number, string, string[], string[]]>;
  claimOrphanedUsers(...values: (string | number)[]): Promise<string[]>;
  listOnline(...values: (string | number)[]): Promise<string[]>;
};

/** Longest wait for a command. */
const COMMAND_TIMEOUT_MS = 500;
const RETRY_MS = 500;
const SHARDS = 16;

/** Connections for commands and for Pub/Sub. While Redis is unavailable every command is rejected at once. */
export class RedisConnection {
  readonly redis: RedisWithScripts;
  private readonly subscriber: Redis;
  private readonly logger = new Logger('Presence');
  private isUnavailable = false;
  private closed = false;

  constructor(
    url: string,
    private readonly listener: {
      onReady: () => void;
      onUnavailable: () => void;
      onSubscribed: () => void;
      onMessage: (text: string) => void;
    },
  ) {
    const options = {
      lazyConnect: true,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: 2000,
      disconnectTimeout: COMMAND_TIMEOUT_MS,
      retryStrategy: (times: number) => Math.min(times * 50, RETRY_MS),
    };
    const scripts = {
      aggregatePresence: { lua: AGGREGATE_SCRIPT, numberOfKeys: 2 },
      renewLease: { lua: LEASE_SCRIPT, numberOfKeys: 3 },
      claimOrphanedUsers: { lua: CLAIM_SCRIPT, numberOfKeys: 4 },
      listOnline: { lua: ONLINE_SCRIPT, numberOfKeys: 1 },
    };
    this.redis = new Redis(url, { ...options, scripts }) as RedisWithScripts;
    this.subscriber = new Redis(url, { ...options, autoResubscribe: false });
    this.redis.on('ready', () => this.listener.onReady());
    this.redis.on('close', () => this.markLost());
    this.subscriber.on('ready', () => void this.subscribe());
    this.subscriber.on('message', (_channel, text: string) => this.listener.onMessage(text));
    this.redis.on('error', (error) => this.markLost(error));
    this.subscriber.on('error', (error) => this.warn(error));
  }

  /** Does not reject: ioredis retries until Redis is available. */
  async open(): Promise<void> {
    await Promise.all([
      this.redis.connect().catch((error) => this.markLost(error)),
      this.subscriber.connect().catch((error) => this.warn(error)),
    ]);
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
    this.subscriber.disconnect();
  }

  /** Redis is available again. */
  markAvailable(): void {
    if (this.isUnavailable) this.logger.log({ msg: 'Redis is back' });
    this.isUnavailable = false;
  }

  markLost(error?: unknown): void {
    if (this.closed) return;
    // Connected but not responding: reconnect, so that later commands are rejected at once.
    if (error && this.redis.status === 'ready') this.redis.disconnect(true);
    if (error) this.warn(error);
    this.listener.onUnavailable();
  }

  /** A subscriber does not notice a dead connection without a ping. */
  async pingSubscriber(): Promise<void> {
    if (this.subscriber.status !== 'ready') return;
    await this.subscriber.ping().catch((error) => this.reconnectSubscriber(error));
  }

  /** ioredis does not apply its key prefix to channels. */
  channelOf(userId: string): string {
    let sum = 0;
    for (let i = 0; i < userId.length; i++) sum = (sum * 31 + userId.charCodeAt(i)) % SHARDS;
    return this.channel(sum);
  }

  private channel(shard: number): string {
    return `${this.redis.options.keyPrefix ?? ''}presence:${shard}`;
  }

  private async subscribe(): Promise<void> {
    try {
      await this.subscriber.subscribe(...Array.from({ length: SHARDS }, (_, shard) => this.channel(shard)));
      this.listener.onSubscribed();
    } catch (error) {
      this.reconnectSubscriber(error);
    }
  }

  private reconnectSubscriber(error: unknown): void {
    if (this.closed) return;
    this.subscriber.disconnect(true);
    this.warn(error);
  }

  /** Logs once per outage. */
  private warn(error: unknown): void {
    if (this.closed || this.isUnavailable) return;
    this.isUnavailable = true;
    this.logger.warn({ msg: 'Redis is unavailable; presence is unknown until it is back', err: error });
  }
}
