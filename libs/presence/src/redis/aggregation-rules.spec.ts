import { type AggregatedPresence, aggregatePresence } from '../aggregate-presence';
import { type LocalConnection, LocalUser } from '../local-user';
import type { StatusChoice } from '../presence';
import { says, start as now } from '../presence-stage.contract';
import { redisStage, redisUrl } from './redis-stage.contract';

interface AggregationCase {
  title: string;
  connections?: Partial<LocalConnection>[];
  /** Age of a heartbeat in milliseconds. */
  heartbeatAge?: number;
  choice?: StatusChoice;
  expected: Pick<AggregatedPresence, 'status' | 'text' | 'devices'> & { nextChangeInMs?: number };
}

const web = { kind: 'web' } as const;
const ios = { kind: 'ios' } as const;
const offline: AggregationCase['expected'] = { status: 'offline', text: null, devices: [] };
const online: AggregationCase['expected'] = { status: 'online', text: null, devices: ['web'] };

const cases: AggregationCase[] = [
  { title: 'nothing', expected: { ...offline } },
  { title: 'a manual status alone', choice: says('dnd', 'tea'), expected: { ...offline } },
  { title: 'one connection', connections: [web], expected: { ...online, devices: ['web'] } },
  { title: 'two kinds', connections: [web, ios, web], expected: { ...online, devices: ['ios', 'web'] } },
  {
    title: 'all devices idle',
    connections: [{ ...web, idle: true }],
    expected: { ...online, devices: ['web'], status: 'away' },
  },
  {
    title: 'one of two devices idle',
    connections: [{ ...web, idle: true }, ios],
    expected: { ...online, devices: ['ios', 'web'] },
  },
  {
    title: 'a connection within its grace period',
    connections: [{ ...web, disconnectedAt: now - 3000 }],
    expected: { ...online, devices: ['web'], nextChangeInMs: 5000 },
  },
  { title: 'an expired grace period', connections: [{ ...web, disconnectedAt: now - 8000 }], expected: { ...offline } },
  { title: 'a heartbeat', heartbeatAge: 30_000, expected: { ...online, devices: [], nextChangeInMs: 60_000 } },
  { title: 'an expired heartbeat', heartbeatAge: 90_000, expected: { ...offline } },
  {
    title: 'a manual status',
    connections: [web],
    choice: says('dnd', 'tea', now + 5),
    expected: { status: 'dnd', text: 'tea', devices: ['web'], nextChangeInMs: 5 },
  },
  {
    title: 'an expired manual status',
    connections: [web],
    choice: says('dnd', 'tea', now),
    expected: { ...online, devices: ['web'] },
  },
  {
    title: 'the manual status `online` with a text',
    connections: [{ ...web, idle: true }],
    choice: says('online', 'tea'),
    expected: { ...online, status: 'away', text: 'tea', devices: ['web'] },
  },
  {
    title: '`invisible`',
    connections: [web],
    choice: says('invisible', 'tea'),
    expected: { ...online, status: 'invisible', text: 'tea', devices: ['web'] },
  },
];

function localUser({ connections = [], heartbeatAge }: AggregationCase): LocalUser {
  const user = new LocalUser();
  for (const [n, connection] of connections.entries()) {
    const [id, sessionId] = [`${n}`, `session ${n}`];
    const defaults = { id, userId: 'ann', sessionId, kind: 'web', idle: false, activeAt: now } as const;
    user.connections.set(id, { ...defaults, ...connection });
  }
  const times = { syncedAt: 0, nextSyncAt: 0, isShadowed: false };
  if (heartbeatAge !== undefined) user.heartbeats.set('script', { at: now - heartbeatAge, ...times });
  return user;
}

/** The rules exist twice: in TypeScript for one node, in Lua as one atomic step for several. */
describe('aggregation rules', () => {
  it.each(cases)('in TypeScript: $title', (each) => {
    const { status, text, devices, nextChangeAt } = aggregatePresence(
      localUser(each).signals(),
      each.choice ?? null,
      now,
    );
    const nextChangeInMs = nextChangeAt === Infinity ? undefined : nextChangeAt - now;
    expect({ status, text, devices, nextChangeInMs }).toEqual(each.expected);
  });

  (redisUrl ? it : it.skip).each(cases)('in Lua (REDIS_URL): $title', async (each) => {
    const stage = await redisStage();
    try {
      const reply = await stage.stores[0]['backend'].script.sync('ann', {
        snapshot: localUser(each).snapshot(now),
        manualStatus: each.choice && { choice: each.choice, at: 0 },
        revoked: [],
      });
      const { status, text, devices } = reply!.own;
      expect({ status, text, devices, nextChangeInMs: reply!.nextChangeInMs }).toEqual(each.expected);
    } finally {
      await stage.close();
    }
  });
});
