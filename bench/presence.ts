import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd } from './support/crowd';
import { metric } from './support/metrics';
import { inTheNameOf, pace } from './support/pace';
import { people, type Person } from './support/people';
import { printTable, type Verdict } from './support/report';
import { quickly } from './support/options';
import { percentile } from './support/rounds';
import type { Stage } from './support/stage';

const USERS = quickly(5000, 40);
const PER_USER = 2;
const IDLE = USERS * PER_USER;
const IDLE_SECONDS = quickly(30, 1);
const SETTLE_MS = quickly(5000, 200);
const WARM_UP_SECONDS = quickly(3, 0.3);
/** An event that has not arrived by then is lost. */
const SEEN_LIMIT_MS = 10_000;
const WATCHED_AT_ONCE = 500;
const STORM_MS = quickly(10_000, 1000);
const SEEN = quickly(50, 5);
const BACK_MS = 1000;
/** A user who has lost the connection for good appears offline by then. */
const GONE_MS = 15_000;
const PACE = { connections: 30, perSecond: 100 };
/** Access tokens must not expire while it runs. */
const ENV = { BCRYPT_COST: '4', ACCESS_TOKEN_TTL: '1h' };

/** Many sockets on one process: how fast they come, what they cost while they sit there, and what a storm of them does. */
export async function presence(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ ...ENV, ...redis() });
  const users = await people(USERS, url, stage.databaseUrl);
  const [watcher, ...newcomers] = await people(1 + SEEN, url, stage.databaseUrl);
  const crowds = [stage.crowd(), stage.crowd()];
  const tokens = users.flatMap(({ access }) => Array<string>(PER_USER).fill(access));
  await stage.settled();
  const alone = await quiet(stage);

  const before = await memory(url);
  const opened = await Promise.all(crowds.map((crowd, n) => crowd.do(opens(url, halfOf(tokens, n)))));
  await sleep(SETTLE_MS);
  const perSocket = ((await memory(url)) - before) / IDLE / 1000;
  const transactions = await quiet(stage);
  for (const crowd of crowds) await crowd.do({ close: true });

  const seen = await seenDelays(url, watcher!, newcomers, stage);
  const storming = await storm(url, users, stage);
  printTable(`presence: ${IDLE} sockets of ${USERS} users on one process`, [
    [
      'connect',
      opened.map(({ opened, milliseconds, latencies }) => ({ perSecond: (opened / milliseconds) * 1000, latencies })),
    ],
    ['connecting to seen', [{ perSecond: 1000 / percentile(seen, 50), latencies: seen }]],
    ['guarded requests, idle', [storming.idle]],
    [`while ${USERS} reconnect`, [storming.busy]],
    ['and all are lost at once', [storming.dropped]],
  ]);
  const p99 = percentile(storming.busy.latencies, 99) / percentile(storming.idle.latencies, 99);
  return [
    { name: 'kB per idle socket', ratio: perSocket, of: `of ${IDLE}`, target: { atMost: 25 } },
    {
      name: 'transactions a second',
      ratio: transactions,
      of: `of PostgreSQL while they sit there (${alone.toFixed(2)} without sockets)`,
    },
    { name: 'storm: seconds', ratio: storming.seconds, of: `until all ${USERS} are back` },
    { name: 'storm: p99', ratio: p99, of: 'times idle', target: { atMost: 3 } },
    { name: 'storm: event loop p99, ms', ratio: storming.loop, of: 'in the storm', target: { atMost: 100 } },
    {
      name: 'storm: events a second',
      ratio: storming.perSecond,
      of: 'about one user, at the most',
      target: { atMost: 4 },
    },
    { name: 'storm: events', ratio: storming.events, of: `about ${USERS} users to one watcher of each` },
    {
      name: 'lost: seconds',
      ratio: storming.lost.seconds,
      of: `until the last of ${USERS} who asked over REST just before is offline`,
      target: { atMost: GONE_MS / 1000 },
    },
    { name: 'lost: ghosts', ratio: storming.lost.ghosts, of: `of ${USERS}`, target: { atMost: 0 }, mustHold: true },
  ];
}

const opens = (url: string, tokens: string[]) => ({ open: { url, tokens, atOnce: 25 } });

const halfOf = <T>(all: T[], n: number) => all.filter((_, index) => index % 2 === n);

const redis = () => (process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : {});

const memory = (url: string) => metric(url, 'process_resident_memory_bytes');

/** Transactions per second of the database, of all clients. */
async function quiet(stage: Stage): Promise<number> {
  const before = await stage.transactions();
  await sleep(IDLE_SECONDS * 1000);
  return ((await stage.transactions()) - before) / IDLE_SECONDS;
}

async function storm(url: string, users: Person[], stage: Stage) {
  const [crowds, watching] = [[stage.crowd(), stage.crowd()], stage.crowd()];
  const headers = inTheNameOf(users);
  const guarded = (seconds: number) => pace(`${url}/api/profile`, { ...PACE, headers, seconds });
  for (let at = 0; at < users.length; at += WATCHED_AT_ONCE) {
    const watched = users.slice(at, at + WATCHED_AT_ONCE);
    await watching.do({ watch: { url, token: watched[0]!.access, userIds: watched.map(({ id }) => id) } });
  }
  const tokens = users.map(({ access }) => access);
  await Promise.all(crowds.map((crowd, n) => crowd.do(opens(url, halfOf(tokens, n)))));
  await sleep(1000);

  await guarded(WARM_UP_SECONDS);
  const idle = await guarded(STORM_MS / 1000);
  // Prometheus' client counts the lag from one scrape to the next.
  await metric(url, 'nodejs_eventloop_lag_p99_seconds');
  const start = watching.received.length;
  const cut = async (withinMs: number, backWithinMs: number) => {
    // Those who ask are connected by then.
    await sleep(500);
    return Promise.all(crowds.map((crowd) => crowd.do({ cut: { withinMs, backWithinMs } })));
  };
  const [busy, back] = await Promise.all([guarded(STORM_MS / 1000), cut(STORM_MS, BACK_MS)]);
  const loop = (await metric(url, 'nodejs_eventloop_lag_p99_seconds')) * 1000;
  const events = watching.received.slice(start).flatMap((each) => ('presence' in each ? [each] : []));
  const seconds = Math.max(...back.map(({ milliseconds }) => milliseconds)) / 1000;
  await guarded(WARM_UP_SECONDS);
  const [dropped] = await Promise.all([guarded(STORM_MS / 1000), cut(0, STORM_MS)]);
  const lost = await lose(crowds, watching, users, guarded);
  return { idle, busy, dropped, loop, seconds, lost, events: events.length, perSecond: mostPerSecond(events) };
}

/** All lose their connections, and do not come back. */
async function lose(crowds: Crowd[], watching: Crowd, users: Person[], guarded: (seconds: number) => Promise<unknown>) {
  await guarded(quickly(5, 0.3));
  const before = watching.received.length;
  const lostAt = Date.now();
  await Promise.all(crowds.map((crowd) => crowd.do({ lose: true })));
  const gone = () => users.filter(({ id }) => watching.seen().get(id)?.online === false).length;
  // The watchers have connections of their own and are there still, so their users are as well.
  const leaving = users.length - Math.ceil(users.length / WATCHED_AT_ONCE);
  while (gone() < leaving && Date.now() < lostAt + 2 * GONE_MS) await sleep(100);
  const events = watching.received.slice(before).flatMap((each) => ('presence' in each ? [each] : []));
  return { seconds: (Math.max(...events.map(({ at }) => at)) - lostAt) / 1000, ghosts: leaving - gone() };
}

/**
 * From the call that connects a socket to the event of this very change at a watcher. The newcomers are online already, since
 * they have signed in: what changes is that they have a device.
 */
async function seenDelays(url: string, watcher: Person, newcomers: Person[], stage: Stage): Promise<number[]> {
  const [crowd, watching] = [stage.crowd(), stage.crowd()];
  await watching.do({ watch: { url, token: watcher.access, userIds: newcomers.map(({ id }) => id) } });
  const delays: number[] = [];
  for (const { id, access } of newcomers) {
    const before = watching.received.length;
    const { startedAt } = await crowd.do(opens(url, [access]));
    delays.push((await withDevice(watching, before, id)) - startedAt);
  }
  return delays;
}

/** When the watcher received that the user has a device. */
async function withDevice(watching: Crowd, since: number, userId: string): Promise<number> {
  for (const limit = Date.now() + SEEN_LIMIT_MS; Date.now() < limit; await sleep(1))
    for (const each of watching.received.slice(since))
      if ('presence' in each && each.presence.user_id === userId && each.presence.devices.length > 0) return each.at;
  throw new Error(`a watcher has not seen a user within ${SEEN_LIMIT_MS} ms of the connection`);
}

function mostPerSecond(events: { presence: { user_id: string }; at: number }[]): number {
  const counts = new Map<string, number>();
  for (const { presence, at } of events) {
    const key = `${presence.user_id} ${Math.floor(at / 1000)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
