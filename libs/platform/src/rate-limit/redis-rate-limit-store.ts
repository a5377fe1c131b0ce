import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { v7 as uuid } from 'uuid';
import { databaseClock } from '../operations/database-clock';
import { RedisLink } from '../redis/redis-link';
import type { RedisUse } from '../redis/redis-metrics';
import type { FailurePolicy } from './failure-policy';
import { MemoryRateLimitStore } from './memory-rate-limit-store';
import { type AttemptResult, RateLimitStore, type Reservation, RESERVATION_MS } from './rate-limit-store';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** One sorted set a key: members are hits, scores the milliseconds at which they leave the window (Redis' own clock). */
const HIT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local hits = redis.call('ZCARD', KEYS[1])
local blocked = hits >= tonumber(ARGV[2])
if not blocked then
  redis.call('ZADD', KEYS[1], now + tonumber(ARGV[1]), ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  hits = hits + 1
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { hits, blocked and 1 or 0, tonumber(first[2]) - now }
`;

/** A second sorted set holds the attempts that run, with the milliseconds at which each is given up. */
const RESERVE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local reservation, id = tonumber(ARGV[1]), ARGV[2]
local limit, window, free = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local first_delay, max_delay = tonumber(ARGV[6]), tonumber(ARGV[7])
local hits = redis.call('ZCARD', KEYS[1])
if hits >= limit then
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return { 'blocked', tonumber(first[2]) - now }
end
local places = free - hits
if hits >= free then
  places = 1
  local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
  local delay = math.min(max_delay, first_delay * 2 ^ math.min(hits - free, 30))
  local ready = last[2] and tonumber(last[2]) - window + delay or now
  if ready > now then return { 'blocked', math.ceil(ready - now) } end
end
if redis.call('ZCARD', KEYS[2]) >= places then return { 'busy', 0 } end
redis.call('ZADD', KEYS[2], now + reservation, id)
redis.call('PEXPIRE', KEYS[2], reservation)
return { 'reserved', 0 }
`;

const SETTLE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREM', KEYS[2], ARGV[1])
if ARGV[2] == 'wrong' then
  redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
elseif ARGV[2] == 'right' and ARGV[4] == '1' then
  redis.call('DEL', KEYS[1])
end
return 1
`;

/**
 * One window for all processes. While Redis is unavailable each process counts for itself: the limits get looser by the
 * number of processes but still apply, and no request waits.
 */
@Injectable()
export class RedisRateLimitStore extends RateLimitStore implements OnApplicationShutdown {
  private readonly logger = new Logger('RateLimits');
  private readonly memory = new MemoryRateLimitStore();
  private readonly link: RedisLink;
  private isUnavailable = false;

  /** @param url `REDIS_URL` */
  constructor(url: string, use?: RedisUse) {
    super();
    this.link = new RedisLink(url, { use, onLost: (error) => error && this.warn(error) });
    void this.link.open();
  }

  async increment(key: string, ttl: number, limit: number): Promise<Hit> {
    try {
      const [totalHits, blocked, freeInMs] = (await this.eval(HIT, [redisKey(key)], ttl, limit, uuid())) as number[];
      const freeInSeconds = Math.max(1, Math.ceil(freeInMs! / 1000));
      const isBlocked = blocked === 1;
      return {
        totalHits: totalHits!,
        timeToExpire: freeInSeconds,
        isBlocked,
        timeToBlockExpire: isBlocked ? freeInSeconds : 0,
      };
    } catch (error) {
      this.warn(error);
      return this.memory.increment(key, ttl, limit);
    }
  }

  async reserve(key: string, policy: FailurePolicy, id: string = uuid()): Promise<Reservation> {
    const { limit, windowMs, free = limit, firstDelayMs = 0, maxDelayMs = windowMs } = policy;
    const policyArguments = [limit, windowMs, free, firstDelayMs, maxDelayMs];
    try {
      const answer = await this.eval(RESERVE, redisKeys(key), RESERVATION_MS, id, ...policyArguments);
      const [outcome, freeInMs] = answer as [Reservation['outcome'], number];
      if (outcome === 'blocked') return { outcome, freeInSeconds: Math.max(1, Math.ceil(freeInMs / 1000)) };
      return outcome === 'busy' ? { outcome } : { outcome, id };
    } catch (error) {
      this.warn(error);
      return this.memory.reserve(key, policy, id);
    }
  }

  /** Whether the attempt was reserved in Redis or in memory is not recorded: it is released in both, and counted in one. */
  async settle(key: string, id: string, result: AttemptResult, policy: FailurePolicy): Promise<void> {
    const policyArguments = [policy.windowMs, policy.resetsOnSuccess ? 1 : 0];
    try {
      await this.eval(SETTLE, redisKeys(key), id, result, ...policyArguments);
      await this.memory.settle(key, id, result === 'right' ? 'right' : 'unchecked', policy);
    } catch (error) {
      this.warn(error);
      await this.memory.settle(key, id, result, policy);
    }
  }

  /** Scores are times of Redis' clock; that of PostgreSQL may differ by seconds, which does not matter to a count. */
  async count(key: string): Promise<number> {
    const name = redisKey(key);
    try {
      return await this.answered(this.link.run(name, () => this.link.client.zcount(name, databaseClock.now(), '+inf')));
    } catch (error) {
      this.warn(error);
      return this.memory.count(key);
    }
  }

  async reset(key: string): Promise<void> {
    const name = redisKey(key);
    await this.memory.reset(key);
    await this.link.run(name, () => this.link.client.del(name)).catch((error) => this.warn(error));
  }

  onApplicationShutdown(): void {
    this.memory.onModuleDestroy();
    this.link.close();
  }

  /** All keys are in one hash slot. */
  private eval(script: string, keys: string[], ...values: (string | number)[]): Promise<unknown> {
    const { client } = this.link;
    return this.answered(this.link.run(keys[0]!, () => client.eval(script, keys.length, ...keys, ...values)));
  }

  private async answered<T>(reply: Promise<T>): Promise<T> {
    const answer = await reply;
    if (this.isUnavailable) this.logger.log({ msg: 'Redis is back; all processes count together again' });
    this.isUnavailable = false;
    return answer;
  }

  /** Once per outage. */
  private warn(error: unknown): void {
    if (!this.isUnavailable)
      this.logger.warn({ msg: 'Redis is unavailable; counting in this process alone', err: error });
    this.isUnavailable = true;
  }
}

/** The braces make it the hash slot of both keys. */
const redisKey = (key: string) => `collabsphere:rate:{${key}}`;
const redisKeys = (key: string) => [redisKey(key), `${redisKey(key)}:running`];
