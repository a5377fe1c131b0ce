import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Presence } from '../presence';
import { followsTheModel } from '../presence-model.contract';
import { presenceStoreContract, type Stage, start } from '../presence-store.contract';
import { RedisPresenceStore } from './redis-presence-store';

const url = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

/** Two processes on one Redis. */
export async function redisStage(redisUrl: string): Promise<Stage> {
  const prefix = `test-${randomUUID()}:`;
  const own = new URL(redisUrl);
  own.searchParams.set('keyPrefix', prefix);
  const stores = [0, 1].map(() => new RedisPresenceStore(own.href, () => stage.now));
  const other = stores[1]!;
  const heard: Presence[] = [];
  const redis = new Redis(redisUrl);
  let marks = 0;
  const stage: Stage = {
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
    async pass(ms) {
      for (const until = stage.now + ms; stage.now < until;) {
        stage.now = Math.min(until, stage.now + 7000);
        await Promise.all(stores.map((each) => each.renew()));
      }
      for (const each of stores) await each.sweep();
    },
    async close() {
      await Promise.all(stores.map((each) => each.stop()));
      const keys = await redis.keys(`${prefix}*`);
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    },
  };
  await Promise.all(stores.map((each) => each.start()));
  other.watch(['ann']);
  other.onChange((presence) => !presence.userId.startsWith('mark') && heard.push(presence));
  return stage;
}

(url ? describe : describe.skip)('RedisPresenceStore (REDIS_URL)', () => {
  presenceStoreContract(() => redisStage(url!));

  it('shows a watcher of five devices on two processes what a model shows', async () => {
    const stage = await redisStage(url!);
    try {
      await followsTheModel(stage, 60);
    } finally {
      await stage.close();
    }
  }, 60_000);
});
