import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../tools/redis-server';
import type { Crowd } from './support/crowd';
import { awaitedLater, inTheNameOf, pace } from './support/pace';
import { people, type Person } from './support/people';
import { freePort, type RunningProcess } from './support/processes';
import { printTable, type Verdict } from './support/report';
import { quickly } from './support/options';
import { percentile } from './support/rounds';
import type { Stage } from './support/stage';

const SOCKETS = quickly(3000, 300);
const PER_USER = 20;
const BACK = 10;
const BANS = quickly(200, 20);
const PACE = { connections: 10, perSecond: 100 };
/** A user who reconnects within this time does not appear offline. */
const GRACE_MS = 8000;
/** Longer than a lease. */
const HELD_MS = quickly(15_000, 13_000);
const ASKING_SECONDS = quickly(5, 1);
/** What would still come is there by then. */
const LATER_MS = quickly(10_000, 3000);
const IDLE_SECONDS = quickly(10, 2);
const BUSY_SECONDS = quickly(20, 8);
const LIMIT_MS = 30_000;
const TOKENS_LAST = { BCRYPT_COST: '4', ACCESS_TOKEN_TTL: '1h' };

interface Node {
  process: RunningProcess;
  users: Person[];
  /** Their connections. */
  crowd: Crowd;
}

/** Several processes on one Redis: a ban closes sockets everywhere; one is held, one is killed, Redis is emptied. */
export async function nodes(stage: Stage): Promise<Verdict[]> {
  if (!RedisServer.isInstalled) throw new Error('nodes: install redis-server; one of its own is killed and restarted');
  const redis = await RedisServer.start(await freePort());
  stage.atTheEnd(() => redis.kill());
  // People sign in here, and on the same Redis, as everywhere.
  const door = await stage.service({ ...TOKENS_LAST, REDIS_URL: redis.url });
  const env = { ...TOKENS_LAST, PUBLIC_URL: door, REDIS_URL: redis.url };
  const processes = await Promise.all([1, 2, 3].map(() => stage.node(env)));
  const users = await people(SOCKETS / PER_USER, door, stage.databaseUrl);
  const [owner, watcher] = await people(2, door, stage.databaseUrl);
  const victims = await people(BANS, door, stage.databaseUrl);
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
  const bans = await closings(stage, first.process.url, second.process.url, owner!, victims);

  const verdicts = [
    ...(await held(second, userIds, watching, [door, first.process.url])),
    ...(await killed(third, first, userIds, watching, [door, second.process.url], stage)),
    ...(await emptied(redis, [first, second], third.users.slice(0, BACK), watching)),
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

/** The users of a process ask others over REST until it fails; this keeps no user online. */
async function askElsewhere(users: Person[], urls: string[]): Promise<void> {
  const asking = { ...PACE, headers: inTheNameOf(users), seconds: ASKING_SECONDS };
  await Promise.all(urls.map((url) => pace(`${url}/api/sessions`, asking)));
}

/** A process that stands still past its lease, and goes on: its users are gone meanwhile, and back afterwards. */
async function held(node: Node, all: string[], watching: Crowd, elsewhere: string[]): Promise<Verdict[]> {
  const ids = node.users.map(({ id }) => id);
  await askElsewhere(node.users, elsewhere);
  const before = watching.received.length;
  const heldAt = Date.now();
  node.process.kill('SIGSTOP');
  await sleep(HELD_MS);
  const gone = ids.filter((id) => watching.seen().get(id)?.online === false).length;
  const goneAt = lastOf(watching, before, ids);
  node.process.kill('SIGCONT');
  const wentOnAt = Date.now();
  await eventually(() => ids.every((id) => watching.seen().get(id)?.online));
  await sleep(1000);
  const seen = watching.seen();
  return [
    {
      name: 'held: seconds',
      ratio: (goneAt - heldAt) / 1000,
      of: 'until its users are offline',
      target: { atMost: 15 },
    },
    { name: 'held: offline', ratio: gone / ids.length, of: `of its ${ids.length} users`, target: { atLeast: 1 } },
    {
      name: 'held: back',
      ratio: ids.filter((id) => seen.get(id)?.online).length / ids.length,
      of: `of them, ${((lastOf(watching, before, ids) - wentOnAt) / 1000).toFixed(1)} s after it goes on`,
      target: { atLeast: 1 },
    },
    blinks(watching, before, all, ids),
  ];
}

/** A process that is killed: its users are gone, but for some who come to another one within the 8 s. */
async function killed(
  node: Node,
  other: Node,
  all: string[],
  watching: Crowd,
  elsewhere: string[],
  stage: Stage,
): Promise<Verdict[]> {
  const [back, gone] = [node.users.slice(0, BACK), node.users.slice(BACK)];
  const ids = gone.map(({ id }) => id);
  await askElsewhere(node.users, elsewhere);
  const before = watching.received.length;
  const killedAt = Date.now();
  node.process.kill('SIGKILL');
  await node.crowd.close();
  const returning = stage.crowd();
  const returns = back.map(async ({ access }, n) => {
    await sleep(((n + 1) / back.length) * (GRACE_MS - 1000));
    await returning.do({ open: { url: other.process.url, tokens: [access], atOnce: 1 } });
  });
  await Promise.all(returns);
  await eventually(() => ids.every((id) => watching.seen().get(id)?.online === false));
  const goneAt = lastOf(watching, before, ids);
  await sleep(LATER_MS);
  const seen = watching.seen();
  return [
    {
      name: 'killed: seconds',
      ratio: (goneAt - killedAt) / 1000,
      of: 'until the last is offline',
      target: { atMost: 15 },
    },
    {
      name: 'killed: ghosts',
      ratio: ids.filter((id) => seen.get(id)?.online !== false).length,
      of: `of ${ids.length} users who were not back within ${GRACE_MS / 1000} s`,
      target: { atMost: 0 },
    },
    blinks(watching, before, all, ids),
  ];
}

/** Redis dies and comes back without anything in it. */
async function emptied(redis: RedisServer, all: Node[], more: Person[], watching: Crowd): Promise<Verdict[]> {
  const ids = [...all.flatMap(({ users }) => users), ...more].map(({ id }) => id);
  const { url } = all[0]!.process;
  const headers = inTheNameOf(all.flatMap(({ users }) => users));
  const guarded = (seconds: number) => pace(`${url}/api/sessions`, { ...PACE, headers, seconds });
  await guarded(quickly(3, 1));
  const idle = await guarded(IDLE_SECONDS);
  const before = watching.received.length;
  const closedBefore = closed(all);
  const busy = awaitedLater(guarded(BUSY_SECONDS));
  await redis.kill();
  await eventually(() => ids.every((id) => watching.seen().get(id)?.status === 'unknown'));
  await sleep(3000);
  await redis.run();
  const emptyAt = Date.now();
  await eventually(() => ids.every((id) => watching.seen().get(id)?.online));
  const backAt = lastOf(watching, before, ids);
  const p99 = percentile((await busy).latencies, 99) / percentile(idle.latencies, 99);
  printTable('nodes: guarded requests', [
    ['with Redis', [idle]],
    ['while it goes and comes', [await busy]],
  ]);
  const seen = watching.seen();
  return [
    {
      name: 'emptied: seconds',
      ratio: (backAt - emptyAt) / 1000,
      of: 'until all are known again',
      target: { atMost: 15 },
    },
    {
      name: 'emptied: known',
      ratio: ids.filter((id) => seen.get(id)?.online).length / ids.length,
      of: `of ${ids.length} users`,
      target: { atLeast: 1 },
    },
    {
      name: 'emptied: offline',
      ratio: offline(watching, before, ids).length,
      of: 'events that a user was offline rather than unknown',
      target: { atMost: 0 },
    },
    { name: 'emptied: closed', ratio: closed(all) - closedBefore, of: 'sockets', target: { atMost: 0 } },
    { name: 'emptied: guarded p99', ratio: p99, of: 'times with Redis' },
  ];
}

/** Users who were seen offline, and should not have been. */
function blinks(watching: Crowd, since: number, all: string[], expected: string[]): Verdict {
  const others = all.filter((id) => !expected.includes(id));
  const ratio = new Set(offline(watching, since, others)).size;
  return { name: 'blinked', ratio, of: `of ${others.length} others`, target: { atMost: 0 } };
}

function words(watching: Crowd, since: number, userIds: string[]) {
  const wanted = new Set(userIds);
  return watching.received
    .slice(since)
    .flatMap((each) => ('presence' in each && wanted.has(each.presence.user_id) ? [each] : []));
}

const offline = (watching: Crowd, since: number, userIds: string[]) =>
  words(watching, since, userIds).flatMap(({ presence }) => (presence.status === 'offline' ? [presence.user_id] : []));

/** When the last word on them came. */
const lastOf = (watching: Crowd, since: number, userIds: string[]) =>
  Math.max(...words(watching, since, userIds).map(({ at }) => at));

const closed = (all: Node[]) => all.flatMap(({ crowd }) => crowd.received.filter((each) => 'closed' in each)).length;

/** If the condition is still false then, the verdicts report it. */
async function eventually(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !isSo() && Date.now() < end;) await sleep(50);
}

async function closings(stage: Stage, url: string, elsewhere: string, owner: Person, victims: Person[]) {
  await stage.makeOwner(owner.id);
  const crowd = stage.crowd();
  const latencies: number[] = [];
  for (const { id, access } of victims) {
    await crowd.do({ open: { url: elsewhere, tokens: [access], atOnce: 1 } });
    const before = crowd.received.length;
    const askedAt = Date.now();
    const answer = await fetch(`${url}/api/users/${id}/ban`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.access}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'bench' }),
    });
    if (!answer.ok) throw new Error(`ban answered ${answer.status}`);
    while (crowd.received.length === before) await sleep(1);
    latencies.push(crowd.received[before]!.at - askedAt);
  }
  return { perSecond: 1000 / percentile(latencies, 50), latencies };
}
