import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { RawReply } from './presence-reply';
import { FOLD } from './fold.lua';
import { CLAIM, LEASE, ONLINE } from './leases.lua';

/** ioredis defines a method for each script. */
export type Scripted = Redis & {
  fold(...values: (string | number)[]): Promise<RawReply>;
  lease(...values: (string | number)[]): Promise<[number, number, string, string[], string[]]>;
  claim(...values: (string | number)[]): Promise<string[]>;
  online(...values: (string | number)[]): Promise<string[]>;
};

/** Nobody waits for Redis longer than this. */
const TIMEOUT_MS = 500;
const RETRY_MS = 500;
const SHARDS = 16;

/** Commands and messages. While Redis is away every command is refused at once. */
export class RedisLink {
  readonly redis: Scripted;
  private readonly messages: Redis;
  private readonly logger = new Logger('Presence');
  private away = false;
  private closed = false;

  constructor(
    url: string,
    private readonly on: {
      ready: () => void;
      lost: () => void;
      listening: () => void;
      message: (text: string) => void;
    },
  ) {
    const options = {
      lazyConnect: true,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      commandTimeout: TIMEOUT_MS,
      connectTimeout: 2000,
      disconnectTimeout: TIMEOUT_MS,
      retryStrategy: (times: number) => Math.min(times * 50, RETRY_MS),
    };
    const scripts = {
      fold: { lua: FOLD, numberOfKeys: 2 },
      lease: { lua: LEASE, numberOfKeys: 3 },
      claim: { lua: CLAIM, numberOfKeys: 4 },
      online: { lua: ONLINE, numberOfKeys: 1 },
    };
    this.redis = new Redis(url, { ...options, scripts }) as Scripted;
    this.messages = new Redis(url, { ...options, autoResubscribe: false });
    this.redis.on('ready', () => this.on.ready());
    this.redis.on('close', () => this.lost());
    this.messages.on('ready', () => void this.listen());
    this.messages.on('message', (_channel, text: string) => this.on.message(text));
    this.redis.on('error', (error) => this.lost(error));
    this.messages.on('error', (error) => this.warn(error));
  }

  /** Does not fail: if Redis is away now, it is looked for until it comes. */
  async open(): Promise<void> {
    await Promise.all([
      this.redis.connect().catch((error) => this.lost(error)),
      this.messages.connect().catch((error) => this.warn(error)),
    ]);
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
    this.messages.disconnect();
  }

  /** Redis answers again, and everything here knows. */
  back(): void {
    if (this.away) this.logger.log({ msg: 'Redis is back' });
    this.away = false;
  }

  lost(error?: unknown): void {
    if (this.closed) return;
    // Connected but silent: only the first ask in vain, all others are told at once until it is connected anew.
    if (error && this.redis.status === 'ready') this.redis.disconnect(true);
    if (error) this.warn(error);
    this.on.lost();
  }

  /** Who only listens does not notice that nobody is there any more. */
  async checkMessages(): Promise<void> {
    if (this.messages.status !== 'ready') return;
    await this.messages.ping().catch((error) => this.deaf(error));
  }

  /** Channels have no part in the prefix that ioredis gives to keys. */
  channelOf(userId: string): string {
    let sum = 0;
    for (let i = 0; i < userId.length; i++) sum = (sum * 31 + userId.charCodeAt(i)) % SHARDS;
    return this.channel(sum);
  }

  private channel(shard: number): string {
    return `${this.redis.options.keyPrefix ?? ''}presence:${shard}`;
  }

  private async listen(): Promise<void> {
    try {
      await this.messages.subscribe(...Array.from({ length: SHARDS }, (_, shard) => this.channel(shard)));
      this.on.listening();
    } catch (error) {
      this.deaf(error);
    }
  }

  private deaf(error: unknown): void {
    if (this.closed) return;
    this.messages.disconnect(true);
    this.warn(error);
  }

  /** Once for each absence. */
  private warn(error: unknown): void {
    if (this.closed || this.away) return;
    this.away = true;
    this.logger.warn({ msg: 'Redis is away; presence is unknown until it is back', err: error });
  }
}
