import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../../tools/redis-server';
import { isQuick, quickly, soakMinutes } from '../support/options';
import { people } from '../support/people';
import { freePort } from '../../tools/free-port';
import type { Verdict } from '../support/report';
import type { Stage } from '../support/stage';
import { AcknowledgedWrites } from './acknowledged-writes';
import { Answers, BACK_MS, type Outage } from './answers';
import { Gauges, tables } from './gauges';
import { Mix } from './mix';
import { PostgresServer } from './postgres-server';

const PEOPLE = quickly(24, 6);
const SOCKETS = quickly(100, 10);
/** How long a server is away. */
const OUTAGE_MS = quickly(3000, 1000);
/** PostgreSQL and Redis are restarted once in each. */
const ROUNDS = isQuick ? 1 : Math.max(1, Math.round(soakMinutes / 10));
const CALM_MS = (soakMinutes * 60_000) / (2 * ROUNDS + 1);
const READ_MS = quickly(5000, 500);
/** A shorter run is warm-up: its memory and dead rows show nothing. */
const MEANS_ENOUGH = soakMinutes >= 5;
/** Access tokens must not expire while it runs. */
const ENV = { BCRYPT_COST: '4', ACCESS_TOKEN_TTL: '24h' };

/** A mix of calls to two processes for a long time, while PostgreSQL and Redis are stopped, killed and started again. */
export async function soak(opened: Stage): Promise<Verdict[]> {
  const postgres = await PostgresServer.start(join(opened.folder, 'soak'), await freePort());
  opened.atTheEnd(() => postgres.stop());
  const redis = await RedisServer.start(await freePort());
  opened.atTheEnd(() => redis.kill());
  const stage = opened.on(postgres.url);
  const env = { ...ENV, REDIS_URL: redis.url };
  const first = await stage.service(env);
  const urls = [first, await stage.service({ ...env, PUBLIC_URL: first })];

  const [owner, victim, ...crowd] = await people(2 + PEOPLE, first, postgres.url);
  await stage.makeOwner(owner!.id);
  const connected = await people(SOCKETS, first, postgres.url);
  const sockets = stage.crowd();
  await sockets.do({ open: { url: first, tokens: connected.map(({ access }) => access), atOnce: 10 } });

  const [answers, acknowledged] = [new Answers(), new AcknowledgedWrites()];
  const role = await answers.ask<{ id: string }>({
    url: `${first}/api/roles`,
    token: owner!.access,
    body: { name: 'soak', priority: 10, description: '0' },
  });
  const cast = { people: crowd, owner: owner!, victim: victim! };
  const mix = new Mix(urls, cast, role!.id, answers, acknowledged);
  const gauges = new Gauges(urls, READ_MS);
  const outages = await restarts(postgres, redis);
  await mix.stop();
  await gauges.stop();

  const lost = await acknowledged.lost(postgres.url);
  return [
    ...answered(answers, outages),
    {
      name: 'lost',
      ratio: Object.values(lost).reduce((sum, each) => sum + each, 0),
      of: `of ${acknowledged.count} acknowledged writes${listed(Object.keys(lost).filter((kind) => lost[kind]! > 0))}`,
      target: { atMost: 0 },
      mustHold: true,
    },
    {
      name: 'sockets closed',
      ratio: sockets.received.filter((each) => 'closed' in each).length,
      of: `of ${SOCKETS}`,
      target: { atMost: 0 },
      mustHold: true,
    },
    ...grown(gauges),
    await bloated(postgres.url),
  ];
}

async function restarts(postgres: PostgresServer, redis: RedisServer): Promise<Outage[]> {
  const outages: Outage[] = [];
  const away = async (of: string, end: () => Promise<void>, run: () => Promise<void>) => {
    await sleep(CALM_MS);
    const from = Date.now();
    await end();
    await sleep(OUTAGE_MS);
    await run();
    outages.push({ of, from, until: Date.now() });
  };
  for (let round = 1; round <= ROUNDS; round++) {
    // A crash after an orderly stop, in turns.
    if (round % 2 === 0)
      await away(
        'PostgreSQL stopped',
        () => postgres.stop(),
        () => postgres.run(),
      );
    else
      await away(
        'PostgreSQL killed',
        () => postgres.kill(),
        () => postgres.run(),
      );
    await away(
      'Redis killed',
      () => redis.kill(),
      () => redis.run(),
    );
  }
  await sleep(CALM_MS);
  return outages;
}

function answered(answers: Answers, outages: Outage[]): Verdict[] {
  const [unexplained, refused] = [answers.unexplained(outages), answers.refused()];
  return [
    {
      name: '5xx',
      ratio: unexplained.length,
      of: `of ${answers.count} requests outside of outages, or other than 503${listed(unexplained)}`,
      target: { atMost: 0 },
      mustHold: true,
    },
    {
      name: 'refused',
      ratio: refused.length,
      of: `requests that should succeed${listed(refused)}`,
      target: { atMost: 0 },
      mustHold: true,
    },
    {
      name: 'unavailable',
      ratio: answers.unavailable(),
      of: `requests answered with 503, by ${outages.length} outages`,
    },
    { name: 'longest answer, s', ratio: answers.longestMs / 1000, of: 'of all requests' },
    ...outages.map((outage) => ({
      name: `${outage.of}: back, s`,
      ratio: answers.backAfter(outage, outages) / 1000,
      of: 'from the start of the server to the last request that failed',
      target: { atMost: BACK_MS / 1000 },
    })),
  ];
}

const grown = (gauges: Gauges): Verdict[] =>
  gauges.growth().map(({ name, first, last }) => ({
    name,
    ratio: last / first,
    of: `of the second quarter's median (${first.toFixed(0)} to ${last.toFixed(0)})`,
    ...(MEANS_ENOUGH && { target: { atMost: 1.1 } }),
  }));

/** Autovacuum starts at a fifth of dead rows. */
async function bloated(databaseUrl: string): Promise<Verdict> {
  const states = await tables(databaseUrl);
  console.log('\nsoak: the largest tables');
  for (const { name, live, dead, hot, bytes } of states)
    console.log(
      `${name}: ${live} rows, ${dead} dead, ${(bytes / 1e6).toFixed(1)} MB` +
        (hot === null ? '' : `, ${Math.round(hot * 100)} % of its updates HOT`),
    );
  const shares = states.filter(({ live, dead }) => live + dead > 1000).map(({ live, dead }) => dead / (live + dead));
  return {
    name: 'dead rows',
    ratio: Math.max(0, ...shares),
    of: 'of the rows of the table that has most of them, of those over 1,000 rows',
    ...(MEANS_ENOUGH && { target: { atMost: 0.3 } }),
  };
}

/** What it was, a few of it. */
const listed = (names: string[]) => (names.length === 0 ? '' : ` (${[...new Set(names)].slice(0, 5).join(', ')})`);
