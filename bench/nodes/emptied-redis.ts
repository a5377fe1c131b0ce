import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '../../tools/redis-server';
import type { Crowd } from '../support/crowd';
import { quickly } from '../support/options';
import { awaitedLater, inTheNameOf, pace } from '../support/pace';
import type { Person } from '../support/people';
import { printTable, type Verdict } from '../support/report';
import { percentile } from '../support/rounds';
import { type Node, PACE } from './node';
import { eventually, lastOf, offline } from './watched-presence';

const IDLE_SECONDS = quickly(10, 1);
const BUSY_SECONDS = quickly(20, 6);

/** Redis is killed and restarted empty. */
export async function emptied(redis: RedisServer, all: Node[], more: Person[], watching: Crowd): Promise<Verdict[]> {
  const ids = [...all.flatMap(({ users }) => users), ...more].map(({ id }) => id);
  const { url } = all[0]!.process;
  const headers = inTheNameOf(all.flatMap(({ users }) => users));
  const guarded = (seconds: number) => pace(`${url}/api/sessions`, { ...PACE, headers, seconds });
  await guarded(quickly(3, 0.3));
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
      mustHold: true,
    },
    {
      name: 'emptied: offline',
      ratio: offline(watching, before, ids).length,
      of: 'events that a user was offline rather than unknown',
      target: { atMost: 0 },
      mustHold: true,
    },
    {
      name: 'emptied: closed',
      ratio: closed(all) - closedBefore,
      of: 'sockets',
      target: { atMost: 0 },
      mustHold: true,
    },
    { name: 'emptied: guarded p99', ratio: p99, of: 'times with Redis' },
  ];
}

const closed = (all: Node[]) => all.flatMap(({ crowd }) => crowd.received.filter((each) => 'closed' in each)).length;
