import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { rateLimitStoreContract } from './rate-limit-store.contract';
import { RedisRateLimitStore } from './redis-rate-limit-store';

const redisUrl = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

(redisUrl ? describe : describe.skip)('RedisRateLimitStore (REDIS_URL)', () => {
  rateLimitStoreContract(async () => {
    const url = new URL(redisUrl!);
    url.searchParams.set('keyPrefix', `test-${randomUUID()}:`);
    const store = new RedisRateLimitStore(url.href);
    // What is asked before the connection is there would be counted in memory.
    const { redis } = store as unknown as { redis: Redis };
    if (redis.status !== 'ready') await once(redis, 'ready');
    return { store, close: () => store.onApplicationShutdown() };
  });
});
