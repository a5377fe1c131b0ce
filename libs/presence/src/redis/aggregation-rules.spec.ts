import { type AggregatedPresence, aggregatePresence } from '../aggregate-presence';
import { type LocalConnection, LocalUser } from '../local-user';
import type { ManualStatus } from '../presence';
import { manualStatus, startTime as now } from '../test-cluster.contract';
import { redisTestCluster, redisUrl } from './redis-test-cluster.contract';

interface AggregationCase {
  title: string;
  connections?: Partial<LocalConnection>[];
  /** Age of a request in milliseconds. */
  requestAge?: number;
  manualStatus?: ManualStatus;
  expected: Pick<AggregatedPresence, 'status' | 'text' | 'devices'> & { nextChangeInMs?: number };
}

const web = { deviceType: 'web' } as const;
const ios = { deviceType: 'ios' } as const;
const offline: AggregationCase['expected'] = { status: 'offline', text: null, devices: [] };
const online: AggregationCase['expected'] = { status: 'online', text: null, devices: ['web'] };

const cases: AggregationCase[] = [
  { title: 'nothing', expected: { ...offline } },
  { title: 'a manual status alone', manualStatus: manualStatus('dnd', 'tea'), expected: { ...offline } },
  { title: 'one connection', connections: [web], expected: { ...online, devices: ['web'] } },
  { title: 'two device types', connections: [web, ios, web], expected: { ...online, devices: ['ios', 'web'] } },
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
  { title: 'a request', requestAge: 30_000, expected: { ...online, devices: [], nextChangeInMs: 60_000 } },
  { title: 'an expired request', requestAge: 90_000, expected: { ...offline } },
  {
    title: 'a manual status',
    connections: [web],
    manualStatus: manualStatus('dnd', 'tea', now + 5),
    expected: { status: 'dnd', text: 'tea', devices: ['web'], nextChangeInMs: 5 },
  },
  {
    title: 'an expired manual status',
    connections: [web],
    manualStatus: manualStatus('dnd', 'tea', now),
    expected: { ...online, devices: ['web'] },
  },
  {
    title: 'the manual status `online` with a text',
    connections: [{ ...web, idle: true }],
    manualStatus: manualStatus('online', 'tea'),
    expected: { ...online, status: 'away', text: 'tea', devices: ['web'] },
  },
  {
    title: '`invisible`',
    connections: [web],
    manualStatus: manualStatus('invisible', 'tea'),
    expected: { ...online, status: 'invisible', text: 'tea', devices: ['web'] },
  },
];

function localUser({ connections = [], requestAge }: AggregationCase): LocalUser {
  const user = new LocalUser();
  for (const [n, connection] of connections.entries()) {
    const [id, sessionId] = [`${n}`, `session ${n}`];
    const defaults = { id, userId: 'ann', sessionId, deviceType: 'web', idle: false, activeAt: now } as const;
    user.connections.set(id, { ...defaults, ...connection });
  }
  const times = { syncedAt: 0, nextSyncAt: 0, isShadowed: false };
  if (requestAge !== undefined) user.requestActivities.set('script', { at: now - requestAge, ...times });
  return user;
}

/** The rules exist twice: in TypeScript for one node, in Lua as one atomic step for several. */
describe('aggregation rules', () => {
  it.each(cases)('in TypeScript: $title', (each) => {
    const { status, text, devices, nextChangeAt } = aggregatePresence(
      localUser(each).signals(),
      each.manualStatus ?? null,
      now,
    );
    const nextChangeInMs = nextChangeAt === Infinity ? undefined : nextChangeAt - now;
    expect({ status, text, devices, nextChangeInMs }).toEqual(each.expected);
  });

  (redisUrl ? it : it.skip).each(cases)('in Lua (REDIS_URL): $title', async (each) => {
    const cluster = await redisTestCluster();
    try {
      const reply = await cluster.trackers[0]['backend'].script.sync('ann', {
        snapshot: localUser(each).snapshot(now),
        latestManualStatus: each.manualStatus && { manualStatus: each.manualStatus, setAt: 0 },
        revoked: [],
      });
      const { status, text, devices } = reply!.own;
      expect({ status, text, devices, nextChangeInMs: reply!.nextChangeInMs }).toEqual(each.expected);
    } finally {
      await cluster.close();
    }
  });
});
