import { RedisServer } from '../../tools/redis-server';
import { quickly } from '../support/options';
import { people } from '../support/people';
import { freePort } from '../../tools/free-port';
import { printTable, type Verdict } from '../support/report';
import { percentile } from '../support/rounds';
import type { Stage } from '../support/stage';
import { banLatencies } from './ban-latency';
import { emptied } from './emptied-redis';
import { held } from './held-process';
import { killed } from './killed-process';
import { type Node, RETURNING } from './node';

const SOCKETS = quickly(3000, 120);
const PER_USER = quickly(20, 4);
const BANS = quickly(200, 5);
/** Access tokens must not expire while it runs. */
const ENV = { BCRYPT_COST: '4', ACCESS_TOKEN_TTL: '1h' };

/** Several processes on one Redis: a ban closes sockets everywhere; one is held, one is killed, Redis is emptied. */
export async function nodes(stage: Stage): Promise<Verdict[]> {
  const redis = await RedisServer.start(await freePort());
  stage.atTheEnd(() => redis.kill());
  // People sign in here, and on the same Redis, as everywhere.
  const entry = await stage.service({ ...ENV, REDIS_URL: redis.url });
  const env = { ...ENV, PUBLIC_URL: entry, REDIS_URL: redis.url };
  const processes = await Promise.all([1, 2, 3].map(() => stage.node(env)));
  const users = await people(SOCKETS / PER_USER, entry, stage.databaseUrl);
  const [owner, watcher] = await people(2, entry, stage.databaseUrl);
  const victims = await people(BANS, entry, stage.databaseUrl);
  await stage.settled();
  const homes: Node[] = processes.map((process, n) => ({
    process,
    users: users.filter((_, at) => at % processes.length === n),
    crowd: stage.crowd(),
  }));
  const [first, second, third] = homes as [Node, Node, Node];
  for (const { process, users, crowd } of homes) {
    const tokens = users.flatMap(({ access }) => Array<string>(PER_USER).fill(access));
    await crowd.do({ open: { url: process.url, tokens, atOnce: 20 } });
  }
  const watching = stage.crowd();
  const userIds = users.map(({ id }) => id);
  await watching.do({ watch: { url: first.process.url, token: watcher!.access, userIds } });
  const bans = await banLatencies(stage, first.process.url, second.process.url, owner!, victims);

  const verdicts = [
    ...(await held(second, userIds, watching, [entry, first.process.url])),
    ...(await killed(third, first, userIds, watching, [entry, second.process.url], stage)),
    ...(await emptied(redis, [first, second], third.users.slice(0, RETURNING), watching)),
  ];
  printTable(`nodes: ${SOCKETS} sockets on ${processes.length} processes`, [['ban to closed socket', [bans]]]);
  return [
    ...verdicts,
    {
      name: 'ban p99, ms',
      ratio: percentile(bans.latencies, 99),
      of: `from the request to the closed socket on another process, ${BANS} tries`,
      target: { atMost: 250 },
    },
  ];
}
