import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Presence } from '../presence';
import { type TestCluster, startTime } from '../test-cluster.contract';
import { RedisPresenceStore } from './redis-presence-store';

export interface RedisTestCluster extends TestCluster {
  stores: [RedisPresenceStore, RedisPresenceStore];
  /** All keys of this cluster in Redis. */
  keys(): Promise<string[]>;
}

/** URL of a Redis for tests, if any. */
export const redisUrl = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

/** Two nodes with one Redis. */
export async function redisTestCluster(url = redisUrl!): Promise<RedisTestCluster> {
  const prefix = `test-${randomUUID()}:`;
  const own = new URL(url);
  own.searchParams.set('keyPrefix', prefix);
  const clock = () => cluster.now;
  const stores: RedisTestCluster['stores'] = [
    new RedisPresenceStore(own.href, clock),
    new RedisPresenceStore(own.href, clock),
  ];
  const other = stores[1];
  const received: Presence[] = [];
  const redis = new Redis(url);
  let marks = 0;
  const cluster: RedisTestCluster = {
    now: startTime,
    stores,
    /** Messages arrive in order: once the mark has arrived, so has everything before it. */
    async received() {
      const mark = `mark ${++marks}`;
      other.watch([mark]);
      const arrived = new Promise<void>((resolve) => {
        other.onChange(({ userId }) => userId === mark && resolve());
      });
      const row = ['online', '', '', '1', '0', '0', '', '', '0', '0', '1'];
      await redis.publish(`${prefix}presence:0`, JSON.stringify([mark, row]));
      await arrived;
      return received;
    },
    keys: () => redis.keys(`${prefix}*`),
    async advance(ms) {
      for (const until = cluster.now + ms; cluster.now < until;) {
        cluster.now = Math.min(until, cluster.now + 7000);
        await Promise.all(stores.map((each) => each.renew()));
      }
      for (const each of stores) await each.sweep();
    },
    async close() {
      await Promise.all(stores.map((each) => each.stop()));
      const keys = await cluster.keys();
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    },
  };
  await Promise.all(stores.map((each) => each.start()));
  other.watch(['ann']);
  other.onChange((presence) => !presence.userId.startsWith('mark') && received.push(presence));
  return cluster;
}
