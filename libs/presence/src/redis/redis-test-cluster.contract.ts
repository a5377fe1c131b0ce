import { RedisLink } from '#platform';
import { randomUUID } from 'node:crypto';
import { Cluster } from 'ioredis';
import type { Presence } from '../presence';
import { type TestCluster, startTime } from '../test-cluster.contract';
import { shardOf } from './partitions';
import { RedisPresenceTracker } from './redis-presence-tracker';

export interface RedisTestCluster extends TestCluster {
  trackers: [RedisPresenceTracker, RedisPresenceTracker];
  /** All keys of this cluster in Redis. */
  keys(): Promise<string[]>;
}

/** URL of a Redis for tests, if any. */
export const redisUrl = process.env.REDIS_URL || process.env.TEST_REDIS_URL;

/** Two nodes with one Redis, which may be a cluster. */
export async function redisTestCluster(url = redisUrl!): Promise<RedisTestCluster> {
  const prefix = `test-${randomUUID()}:`;
  const own = `${url}?keyPrefix=${prefix}`;
  const clock = () => cluster.now;
  const trackers: RedisTestCluster['trackers'] = [
    new RedisPresenceTracker(own, { clock }),
    new RedisPresenceTracker(own, { clock }),
  ];
  const other = trackers[1];
  const received: Presence[] = [];
  const link = new RedisLink(url);
  const { client } = link;
  let marks = 0;
  const cluster: RedisTestCluster = {
    now: startTime,
    trackers,
    /** Messages of a channel arrive in order: once its mark has arrived, so has everything before it. */
    async received() {
      const { connection } = other['backend']['state'];
      const watched = other['backend'].local.watchers.userIds();
      const channels = [...new Set(watched.map(shardOf))].map((shard) => connection.channels.nameOf(shard));
      const names = channels.map(() => `mark ${++marks}`);
      const missing = new Set(names);
      other.watch(names);
      await other.read(watched);
      await new Promise<void>((resolve) => {
        const stop = other.onChange(({ userId }) => {
          if (!missing.delete(userId) || missing.size > 0) return;
          stop();
          resolve();
        });
        for (const [n, channel] of channels.entries()) {
          const message = JSON.stringify([names[n], ['online', '', '', '1', '0', '0', '', '', '0', '0', '1']]);
          void (link.isCluster ? client.spublish(channel, message) : client.publish(channel, message));
        }
        if (missing.size === 0) resolve();
      });
      other.unwatch(names);
      return received;
    },
    async keys() {
      const servers = client instanceof Cluster ? client.nodes('master') : [client];
      return (await Promise.all(servers.map((server) => server.keys(`${prefix}*`)))).flat();
    },
    async advance(ms) {
      for (const until = cluster.now + ms; cluster.now < until;) {
        cluster.now = Math.min(until, cluster.now + 7000);
        await Promise.all(trackers.map((each) => each.renew()));
      }
      for (const each of trackers) await each.sweep();
    },
    async close() {
      await Promise.all(trackers.map((each) => each.stop()));
      await Promise.all((await cluster.keys()).map((key) => client.del(key)));
      link.close();
    },
  };
  await Promise.all([link.open(), ...trackers.map((each) => each.start())]);
  other.watch(['ann']);
  await other.read(['ann']);
  other.onChange((presence) => !presence.userId.startsWith('mark') && received.push(presence));
  return cluster;
}
