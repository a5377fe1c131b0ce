import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Presence } from '../presence';
import { type Stage, start } from '../presence-stage.contract';
import { RedisPresenceStore } from './redis-presence-store';

export interface RedisStage extends Stage {
  stores: [RedisPresenceStore, RedisPresenceStore];
  /** All keys of this stage in Redis. */
  keys(): Promise<string[]>;
}

/** URL of a Redis for tests, if any. */
export const redisUrl = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

/** Two nodes with one Redis. */
export async function redisStage(url = redisUrl!): Promise<RedisStage> {
  const prefix = `test-${randomUUID()}:`;
  const own = new URL(url);
  own.searchParams.set('keyPrefix', prefix);
  const clock = () => stage.now;
  const stores: RedisStage['stores'] = [
    new RedisPresenceStore(own.href, clock),
    new RedisPresenceStore(own.href, clock),
  ];
  const other = stores[1];
  const received: Presence[] = [];
  const redis = new Redis(url);
  let marks = 0;
  const stage: RedisStage = {
    now: start,
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
    async pass(ms) {
      for (const until = stage.now + ms; stage.now < until;) {
        stage.now = Math.min(until, stage.now + 7000);
        await Promise.all(stores.map((each) => each.renew()));
      }
      for (const each of stores) await each.sweep();
    },
    async close() {
      await Promise.all(stores.map((each) => each.stop()));
      const keys = await stage.keys();
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    },
  };
  await Promise.all(stores.map((each) => each.start()));
  other.watch(['ann']);
  other.onChange((presence) => !presence.userId.startsWith('mark') && received.push(presence));
  return stage;
}
