import { DISCONNECT_GRACE_MS } from '../presence-limits';
import { SWEEP_INTERVAL_MS } from '../presence-tracker';
import { manualStatus, connection, startTime } from '../test-cluster.contract';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS } from './leases.lua';
import type { RedisPresenceTracker } from './redis-presence-tracker';
import { redisTestCluster, type RedisTestCluster, redisUrl } from './redis-test-cluster.contract';

(redisUrl ? describe : describe.skip)('leases (REDIS_URL)', () => {
  let cluster: RedisTestCluster;
  let tracker: RedisPresenceTracker;
  let other: RedisPresenceTracker;

  beforeEach(async () => {
    cluster = await redisTestCluster();
    [tracker, other] = cluster.trackers;
  });
  afterEach(() => cluster.close());

  const ann = async () => (await other.read(['ann'])).get('ann')!;
  const statuses = async () => (await cluster.received()).map(({ status }) => status);
  /** Time in which the first node does nothing. */
  const advanceWithoutStore = async (ms: number) => {
    for (const until = cluster.now + ms; cluster.now < until;) {
      cluster.now = Math.min(until, cluster.now + 1000);
      await other.renew();
      await other.sweep();
    }
  };

  it('users of a dead node go offline after 8 to 15 s', () => {
    // It dies just before or after a renewal. Other nodes notice when they renew their own leases.
    expect(LEASE_TTL_MS - RENEW_INTERVAL_MS).toBeGreaterThanOrEqual(DISCONNECT_GRACE_MS);
    expect(LEASE_TTL_MS + RENEW_INTERVAL_MS + SWEEP_INTERVAL_MS).toBeLessThan(15_000);
  });

  it('users of a dead node go offline within 15 s, and no key is left', async () => {
    await tracker.connect(connection('1'));
    await tracker.connect({ ...connection('2'), userId: 'bob' });
    await tracker.recordRequestActivity('eve', 'a request');
    await tracker.stop();
    await advanceWithoutStore(9999);
    expect(await statuses()).toEqual(['online']);
    await advanceWithoutStore(5000);
    expect(await statuses()).toEqual(['online', 'offline']);
    expect(await ann()).toMatchObject({ lastSeen: startTime });
    expect(await other.listOnlineUserIds()).toEqual(['eve']);
    expect(other.stats().reaped).toBe(3);
    await advanceWithoutStore(90_000);
    expect(await other.listOnlineUserIds()).toEqual([]);
    expect(Object.fromEntries(other.drainLastSeen())).toEqual({ ann: startTime, bob: startTime, eve: startTime });
    expect((await cluster.keys()).filter((key) => /connections|users/.test(key))).toEqual([]);
  });

  describe('users with a socket on a dead node and requests on both nodes', () => {
    beforeEach(async () => {
      await tracker.connect(connection('1', 'web', 'laptop'));
      for (let n = 0; n < 20; n++) {
        for (const each of cluster.trackers) await each.recordRequestActivity('ann', 'laptop');
        await cluster.advance(1000);
      }
      for (const each of cluster.trackers) await each.recordRequestActivity('ann', 'laptop');
      await tracker.stop();
    });

    it('go offline within 15 s, for good', async () => {
      await advanceWithoutStore(9999);
      expect(await statuses()).toEqual(['online']);
      await advanceWithoutStore(5000);
      expect(await statuses()).toEqual(['online', 'offline']);
      await advanceWithoutStore(120_000);
      await other.setManualStatus('ann', manualStatus('dnd'));
      expect(await statuses()).toEqual(['online', 'offline']);
      expect(await ann()).toMatchObject({ lastSeen: startTime + 20_000 });
      expect((await cluster.keys()).filter((key) => /connections|users/.test(key))).toEqual([]);
    });

    it('stay online for 90 s after a later request, without a gap', async () => {
      await advanceWithoutStore(4000);
      await other.recordRequestActivity('ann', 'laptop');
      await advanceWithoutStore(89_999);
      expect(await ann()).toMatchObject({ status: 'online' });
      await advanceWithoutStore(1);
      expect((await cluster.received()).filter(({ isOnline }) => !isOnline)).toHaveLength(1);
    });
  });

  it.each(['dies', 'shuts down'])('users who reconnect to another node stay online when a node %s', async (how) => {
    for (let i = 0; i < 20; i++) await tracker.connect(connection(`${i}`));
    if (how === 'shuts down') {
      await tracker.drain();
      await tracker.disconnect('1', { clean: true });
    }
    await tracker.stop();
    // Connections of a draining or late node do not count towards the limit.
    await advanceWithoutStore(how === 'dies' ? 4001 : 0);
    for (let i = 20; i < 40; i++) expect(await other.connect(connection(`${i}`))).toBe('ok');
    expect(await other.connect(connection('40'))).toBe('too_many');
    await advanceWithoutStore(60_000);
    expect(await ann()).toMatchObject({ status: 'online' });
    expect((await cluster.received()).filter(({ isOnline }) => !isOnline)).toEqual([]);
  });

  it('a node paused beyond its lease gets a new id, without stale or duplicate connections', async () => {
    for (let i = 0; i < 20; i++) await tracker.connect(connection(`${i}`));
    await other.setManualStatus('ann', manualStatus('dnd'));
    await advanceWithoutStore(15_000);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await tracker.renew();
    await tracker.sweep();
    expect(await ann()).toMatchObject({ status: 'dnd' });
    expect(await other.connect(connection('20'))).toBe('too_many');
    for (let i = 0; i < 20; i++) await tracker.disconnect(`${i}`, { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline' });
    await cluster.advance(60_000);
    expect((await cluster.keys()).filter((key) => /connections/.test(key))).toEqual([]);
  });

  it('a sync with an expired lease is repeated under the new id', async () => {
    await tracker.connect(connection('1'));
    await advanceWithoutStore(15_000);
    await tracker.connect(connection('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios', 'web'] });
    await tracker.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ devices: ['ios'] });
  });

  it('a new node is not considered dead by nodes that do not know it yet', async () => {
    await other.connect(connection('1'));
    cluster.now += 7000;
    await tracker.renew();
    await tracker.connect(connection('2', 'ios'));
    // The other node last read the leases 7 s ago.
    await other.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
  });
});
