import { DISCONNECT_GRACE_MS } from '../presence-limits';
import { SWEEP_INTERVAL_MS } from '../presence-store';
import { says, socket, start } from '../presence-stage.contract';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS } from './leases.lua';
import type { RedisPresenceStore } from './redis-presence-store';
import { redisStage, type RedisStage, redisUrl } from './redis-stage.contract';

(redisUrl ? describe : describe.skip)('leases (REDIS_URL)', () => {
  let stage: RedisStage;
  let store: RedisPresenceStore;
  let other: RedisPresenceStore;

  beforeEach(async () => {
    stage = await redisStage();
    [store, other] = stage.stores;
  });
  afterEach(() => stage.close());

  const ann = async () => (await other.read(['ann'])).get('ann')!;
  const statuses = async () => (await stage.received()).map(({ status }) => status);
  /** Time in which the first node does nothing. */
  const passWithoutStore = async (ms: number) => {
    for (const until = stage.now + ms; stage.now < until;) {
      stage.now = Math.min(until, stage.now + 1000);
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
    await store.connect(socket('1'));
    await store.connect({ ...socket('2'), userId: 'bob' });
    await store.recordHeartbeat('eve', 'a request');
    await store.stop();
    await passWithoutStore(9999);
    expect(await statuses()).toEqual(['online']);
    await passWithoutStore(5000);
    expect(await statuses()).toEqual(['online', 'offline']);
    expect(await ann()).toMatchObject({ lastSeen: start });
    expect(await other.onlineUsers()).toEqual(['eve']);
    expect(other.stats().reaped).toBe(3);
    await passWithoutStore(90_000);
    expect(await other.onlineUsers()).toEqual([]);
    expect(Object.fromEntries(other.drainLastSeen())).toEqual({ ann: start, bob: start, eve: start });
    expect((await stage.keys()).filter((key) => /connections|users/.test(key))).toEqual([]);
  });

  describe('users with a socket on a dead node and heartbeats on both nodes', () => {
    beforeEach(async () => {
      await store.connect(socket('1', 'web', 'laptop'));
      for (let n = 0; n < 20; n++) {
        for (const each of stage.stores) await each.recordHeartbeat('ann', 'laptop');
        await stage.pass(1000);
      }
      for (const each of stage.stores) await each.recordHeartbeat('ann', 'laptop');
      await store.stop();
    });

    it('go offline within 15 s, for good', async () => {
      await passWithoutStore(9999);
      expect(await statuses()).toEqual(['online']);
      await passWithoutStore(5000);
      expect(await statuses()).toEqual(['online', 'offline']);
      await passWithoutStore(120_000);
      await other.setStatus('ann', says('dnd'));
      expect(await statuses()).toEqual(['online', 'offline']);
      expect(await ann()).toMatchObject({ lastSeen: start + 20_000 });
      expect((await stage.keys()).filter((key) => /connections|users/.test(key))).toEqual([]);
    });

    it('stay online for 90 s after a later heartbeat, without a gap', async () => {
      await passWithoutStore(4000);
      await other.recordHeartbeat('ann', 'laptop');
      await passWithoutStore(89_999);
      expect(await ann()).toMatchObject({ status: 'online' });
      await passWithoutStore(1);
      expect((await stage.received()).filter(({ isOnline }) => !isOnline)).toHaveLength(1);
    });
  });

  it.each(['dies', 'shuts down'])('users who reconnect to another node stay online when a node %s', async (how) => {
    for (let i = 0; i < 20; i++) await store.connect(socket(`${i}`));
    if (how === 'shuts down') {
      await store.drain();
      await store.disconnect('1', { clean: true });
    }
    await store.stop();
    // Connections of a draining or late node do not count towards the limit.
    await passWithoutStore(how === 'dies' ? 4001 : 0);
    for (let i = 20; i < 40; i++) expect(await other.connect(socket(`${i}`))).toBe('ok');
    expect(await other.connect(socket('40'))).toBe('too_many');
    await passWithoutStore(60_000);
    expect(await ann()).toMatchObject({ status: 'online' });
    expect((await stage.received()).filter(({ isOnline }) => !isOnline)).toEqual([]);
  });

  it('a node paused beyond its lease gets a new id, without stale or duplicate connections', async () => {
    for (let i = 0; i < 20; i++) await store.connect(socket(`${i}`));
    await other.setStatus('ann', says('dnd'));
    await passWithoutStore(15_000);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await store.renew();
    await store.sweep();
    expect(await ann()).toMatchObject({ status: 'dnd' });
    expect(await other.connect(socket('20'))).toBe('too_many');
    for (let i = 0; i < 20; i++) await store.disconnect(`${i}`, { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline' });
    await stage.pass(60_000);
    expect((await stage.keys()).filter((key) => /connections/.test(key))).toEqual([]);
  });

  it('a sync with an expired lease is repeated under the new id', async () => {
    await store.connect(socket('1'));
    await passWithoutStore(15_000);
    await store.connect(socket('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios', 'web'] });
    await store.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ devices: ['ios'] });
  });

  it('a new node is not considered dead by nodes that do not know it yet', async () => {
    await other.connect(socket('1'));
    stage.now += 7000;
    await store.renew();
    await store.connect(socket('2', 'ios'));
    // The other node last read the leases 7 s ago.
    await other.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
  });
});
