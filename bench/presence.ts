import { setTimeout as sleep } from 'node:timers/promises';
import { metric } from './support/metrics';
import { pace } from './support/pace';
import { people, type Person } from './support/people';
import { printTable, type Verdict } from './support/report';
import { percentile } from './support/rounds';
import type { Stage } from './support/stage';

const PER_USER = 20;
const IDLE = 10_000;
const IDLE_SECONDS = 30;
const STORM = 5000;
const PACE = { connections: 10, perSecond: 200 };
const TRIES = 200;
const NODES = { nodes: 3, sockets: 3000 };
const REST_MS = 92_000;
/** Longer than all of this takes. */
const ENV = { BCRYPT_COST: '4', ACCESS_TOKEN_TTL: '1h' };

/** Many sockets on one process: how fast they come, what they cost while they sit there, and what a storm of them does. */
export async function presence(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ ...ENV, ...redis() });
  const users = await people(IDLE / PER_USER, url, stage.databaseUrl);
  const crowds = [stage.crowd(), stage.crowd()];
  const tokens = users.flatMap(({ access }) => Array<string>(PER_USER).fill(access));
  const share = (all: string[], n: number) => all.filter((_, index) => index % crowds.length === n);

  const [before] = [await memory(url)];
  const opened = await Promise.all(
    crowds.map((crowd, n) => crowd.do({ open: { url, tokens: share(tokens, n), atOnce: 50 } })),
  );
  await sleep(5000);
  const perSocket = ((await memory(url)) - before) / IDLE / 1000;
  const transactions = await quiet(stage);

  for (const crowd of crowds) await crowd.do({ close: true });
  const storming = await storm(url, users.slice(0, STORM / PER_USER), stage);
  printTable(`presence: ${IDLE} sockets of ${users.length} users on one process`, [
    [
      'connect',
      opened.map(({ opened, milliseconds, latencies }) => ({ perSecond: (opened / milliseconds) * 1000, latencies })),
    ],
    ['come online to seen', [storming.seen]],
    ['guarded requests, idle', [storming.idle]],
    [`while ${STORM} reconnect`, [storming.busy]],
  ]);
  const p99 = percentile(storming.busy.latencies, 99) / percentile(storming.idle.latencies, 99);
  return [
    { name: 'kB per idle socket', ratio: perSocket, of: `of ${IDLE}`, target: { atMost: 25 } },
    {
      name: 'transactions a second',
      ratio: transactions,
      of: `of PostgreSQL while they sit there (the service alone has some: its listener, its job workers)`,
    },
    { name: 'storm p99', ratio: p99, of: 'times idle', target: { atMost: 3 } },
    { name: 'event loop p99, ms', ratio: storming.loop, of: 'in the storm', target: { atMost: 100 } },
    { name: 'words a second', ratio: storming.perSecond, of: 'about one user, at the most', target: { atMost: 4 } },
  ];
}

/** Several processes on one Redis: one is killed, its users are seen offline; a ban closes sockets everywhere. */
export async function nodes(stage: Stage): Promise<Verdict[]> {
  if (!process.env.REDIS_URL) throw new Error('nodes: set REDIS_URL, for more than one process');
  const first = await stage.node({ ...ENV, ...redis() });
  const rest = await Promise.all([1, 2].map(() => stage.node({ ...ENV, ...redis(), PUBLIC_URL: first.url })));
  const all = [first, ...rest];
  const users = await people(NODES.sockets / PER_USER, first.url, stage.databaseUrl);
  const [owner, ...watchers] = await people(3, first.url, stage.databaseUrl);
  const home = (n: number) => all[n % NODES.nodes]!;
  const crowds = all.map(() => stage.crowd());
  await Promise.all(
    crowds.map((crowd, n) => {
      const tokens = users.filter((_, at) => home(at) === all[n]).flatMap(({ access }) => Array(PER_USER).fill(access));
      return crowd.do({ open: { url: all[n]!.url, tokens, atOnce: 20 } });
    }),
  );
  const userIds = users.map(({ id }) => id);
  const watching = watchers.map(() => stage.crowd());
  for (const [n, crowd] of watching.entries())
    await crowd.do({ watch: { url: all[n]!.url, token: watchers[n]!.access, userIds } });

  const bans = await closings(stage, first.url, owner!, all[1]!.url);
  // Registering and signing in were requests: each keeps its session online for 90 s, whatever becomes of sockets.
  await sleep(REST_MS);

  const victims = users.filter((_, at) => home(at) === all[2]).map(({ id }) => id);
  await crowds[2]!.close();
  const killedAt = Date.now();
  all[2]!.kill('SIGKILL');
  await sleep(20_000);
  const seen = watching.map((crowd) => crowd.seen());
  const offline = seen.flatMap((each) => victims.map((id) => each.get(id)).filter((word) => word && !word.online));
  const ghosts = victims.length * watching.length - offline.length;
  const others = seen.flatMap((each) =>
    userIds.filter((id) => !victims.includes(id) && each.get(id)?.online === false),
  );
  const slowest = Math.max(...offline.map((word) => word!.at - killedAt)) / 1000;
  printTable(`nodes: ${NODES.sockets} sockets on ${NODES.nodes} processes`, [['ban to closed socket', [bans]]]);
  return [
    { name: 'seconds', ratio: slowest, of: 'from kill -9 to the last of its users offline', target: { atMost: 15 } },
    {
      name: 'ghosts',
      ratio: ghosts,
      of: `of ${victims.length} users at ${watching.length} watchers`,
      target: { atMost: 0 },
    },
    { name: 'blinked', ratio: others.length, of: 'users of other processes', target: { atMost: 0 } },
    {
      name: 'ban p99, ms',
      ratio: percentile(bans.latencies, 99),
      of: `from the answer to the closed socket on another process, ${TRIES} tries`,
      target: { atMost: 250 },
    },
  ];
}

const redis = () => (process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : {});

const memory = (url: string) => metric(url, 'process_resident_memory_bytes');

/** Transactions a second of the database, whoever makes them. */
async function quiet(stage: Stage): Promise<number> {
  const before = await stage.transactions();
  await sleep(IDLE_SECONDS * 1000);
  return ((await stage.transactions()) - before) / IDLE_SECONDS;
}

async function storm(url: string, users: Person[], stage: Stage) {
  const [crowd, watching] = [stage.crowd(), stage.crowd()];
  const [watcher, guest] = users;
  const headers = { authorization: `Bearer ${guest!.access}` };
  const guarded = (seconds: number) => pace(`${url}/api/sessions`, { ...PACE, headers, seconds });
  const userIds = users.map(({ id }) => id);
  await watching.do({ watch: { url, token: watcher!.access, userIds } });
  const openedAt = Date.now();
  const tokens = users.flatMap(({ access }) => Array<string>(PER_USER - 1).fill(access));
  const { latencies } = await crowd.do({ open: { url, tokens, atOnce: 50 } });
  await sleep(1000);
  const seen = { perSecond: latencies.length, latencies: await seenDelays(url, users.slice(2, 52), stage) };

  await guarded(3);
  const idle = await guarded(10);
  // Prometheus' client counts the lag from one scrape to the next.
  await metric(url, 'nodejs_eventloop_lag_p99_seconds');
  const told = watching.told.length;
  const [busy] = await Promise.all([guarded(10), crowd.do({ cut: true })]);
  const loop = (await metric(url, 'nodejs_eventloop_lag_p99_seconds')) * 1000;
  const words = watching.told.slice(told).flatMap((each) => ('presence' in each ? [each] : []));
  return { seen, idle, busy, loop, perSecond: mostPerSecond(words), openedAt };
}

/** From "connected" on one socket to "online" on another. */
async function seenDelays(url: string, users: Person[], stage: Stage): Promise<number[]> {
  const [crowd, watching] = [stage.crowd(), stage.crowd()];
  const newcomers = await people(users.length, url, stage.databaseUrl);
  await watching.do({ watch: { url, token: users[0]!.access, userIds: newcomers.map(({ id }) => id) } });
  const delays: number[] = [];
  for (const { id, access } of newcomers) {
    await crowd.do({ open: { url, tokens: [access], atOnce: 1 } });
    const connectedAt = Date.now();
    while (!watching.seen().get(id)?.online) await sleep(2);
    delays.push(Math.max(0, watching.seen().get(id)!.at - connectedAt));
  }
  return delays;
}

function mostPerSecond(words: { presence: { user_id: string }; at: number }[]): number {
  const counts = new Map<string, number>();
  for (const { presence, at } of words) {
    const key = `${presence.user_id} ${Math.floor(at / 1000)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

async function closings(stage: Stage, url: string, owner: Person, elsewhere: string) {
  const victims = await people(TRIES, url, stage.databaseUrl);
  await stage.makeOwner(owner.id);
  const crowd = stage.crowd();
  const latencies: number[] = [];
  for (const { id, access } of victims) {
    await crowd.do({ open: { url: elsewhere, tokens: [access], atOnce: 1 } });
    const before = crowd.told.length;
    const answer = await fetch(`${url}/api/users/${id}/ban`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.access}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'bench' }),
    });
    const answeredAt = Date.now();
    if (!answer.ok) throw new Error(`ban answered ${answer.status}`);
    while (crowd.told.length === before) await sleep(1);
    latencies.push(Math.max(0, crowd.told[before]!.at - answeredAt));
  }
  return { perSecond: 1000 / percentile(latencies, 50), latencies };
}
