import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Presence } from '../presence';
import { type Stage, start } from '../presence-store.contract';
import { RedisPresenceStore } from './redis-presence-store';

export interface RedisStage extends Stage {
  stores: [RedisPresenceStore, RedisPresenceStore];
  /** All that Redis has of them. */
  keys(): Promise<string[]>;
}

/** A Redis for tests, if there is one. */
export const redisUrl = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

/** Two processes on one Redis. */
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
  const heard: Presence[] = [];
  const redis = new Redis(url);
  let marks = 0;
  const stage: RedisStage = {
    now: start,
    stores,
    /** Messages come in order: whoever has heard of the mark has heard of all before. */
    async heard() {
      const mark = `mark ${++marks}`;
      other.watch([mark]);
      const come = new Promise<void>((resolve) => {
        other.onChange(({ userId }) => userId === mark && resolve());
      });
      const row = ['online', '', '', '1', '0', '0', '', '', '0', '0', '1'];
      await redis.publish(`${prefix}presence:0`, JSON.stringify([mark, row]));
      await come;
      return heard;
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
  other.onChange((presence) => !presence.userId.startsWith('mark') && heard.push(presence));
  return stage;
}
