import { z } from 'zod';
import { parseRedisAddress, RedisAddressError } from '../redis/redis-address';

/** One server, a cluster, or a master that sentinels name. */
export const redisUrl = z.string().superRefine((text, context) => {
  try {
    parseRedisAddress(text);
  } catch (error) {
    if (!(error instanceof RedisAddressError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});
