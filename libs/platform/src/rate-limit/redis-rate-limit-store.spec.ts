import { randomUUID } from 'node:crypto';
import { waitFor } from '../../../../test/support/wait-for';
import { rateLimitStoreContract } from './rate-limit-store.contract';
import { RedisRateLimitStore } from './redis-rate-limit-store';

const redisUrl = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

(redisUrl ? describe : describe.skip)('RedisRateLimitStore (REDIS_URL)', () => {
  rateLimitStoreContract(async () => {
    const store = new RedisRateLimitStore(`${redisUrl}?keyPrefix=test-${randomUUID()}:`);
    // What is asked before the connection is there would be counted in memory.
    await waitFor(() => store['link'].isReady, 'Redis is available');
    return { store, close: () => store.onApplicationShutdown() };
  });
});
