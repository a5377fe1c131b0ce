import { DISCONNECT_GRACE_MS } from '../presence-limits';
import { SWEEP_INTERVAL_MS } from '../presence-store';
import { says, socket, start } from '../presence-store.contract';
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
  const statuses = async () => (await stage.heard()).map(({ status }) => status);
  /** Time in which the first process does nothing. */
  const alone = async (ms: number) => {
    for (const until = stage.now + ms; stage.now < until;) {
      stage.now = Math.min(until, stage.now + 1000);
      await other.renew();
      await other.sweep();
    }
  };

  it('whoever is lost with a process is gone after 8 to 15 s', () => {
    // It dies just before it would have renewed its lease, or just after; others hear of it when they renew theirs.
    expect(LEASE_TTL_MS - RENEW_INTERVAL_MS).toBeGreaterThanOrEqual(DISCONNECT_GRACE_MS);
    expect(LEASE_TTL_MS + RENEW_INTERVAL_MS + SWEEP_INTERVAL_MS).toBeLessThan(15_000);
  });

  it('a process that dies takes its users with it within 15 s, and leaves no trace', async () => {
    await store.connect(socket('1'));
    await store.connect({ ...socket('2'), userId: 'bob' });
    await store.recordHeartbeat('eve', 'a request');
    await store.stop();
    await alone(9999);
    expect(await statuses()).toEqual(['online']);
    await alone(5000);
    expect(await statuses()).toEqual(['online', 'offline']);
    expect(await ann()).toMatchObject({ lastSeen: start });
    expect(await other.onlineUsers()).toEqual(['eve']);
    expect(other.stats().reaped).toBe(3);
    await alone(90_000);
    expect(await other.onlineUsers()).toEqual([]);
    expect(Object.fromEntries(other.drainLastSeen())).toEqual({ ann: start, bob: start, eve: start });
    expect((await stage.keys()).filter((key) => /connections|users/.test(key))).toEqual([]);
  });

  describe('people who had a socket there, and asked both processes for something all the time,', () => {
    beforeEach(async () => {
      await store.connect(socket('1', 'web', 'laptop'));
      for (let n = 0; n < 20; n++) {
        for (const each of stage.stores) await each.recordHeartbeat('ann', 'laptop');
        await stage.pass(1000);
      }
      for (const each of stage.stores) await each.recordHeartbeat('ann', 'laptop');
      await store.stop();
    });

    it('are gone within 15 s, for good', async () => {
      await alone(9999);
      expect(await statuses()).toEqual(['online']);
      await alone(5000);
      expect(await statuses()).toEqual(['online', 'offline']);
      await alone(120_000);
      await other.setStatus('ann', says('dnd'));
      expect(await statuses()).toEqual(['online', 'offline']);
      expect(await ann()).toMatchObject({ lastSeen: start + 20_000 });
      expect((await stage.keys()).filter((key) => /connections|users/.test(key))).toEqual([]);
    });

    it('stay for 90 s from what they ask for afterwards, and are not seen to blink', async () => {
      await alone(4000);
      await other.recordHeartbeat('ann', 'laptop');
      await alone(89_999);
      expect(await ann()).toMatchObject({ status: 'online' });
      await alone(1);
      expect((await stage.heard()).filter(({ isOnline }) => !isOnline)).toHaveLength(1);
    });
  });

  it.each(['dies', 'shuts down'])('nobody who comes back elsewhere is seen to blink when a process %s', async (how) => {
    for (let i = 0; i < 20; i++) await store.connect(socket(`${i}`));
    if (how === 'shuts down') {
      await store.drain();
      await store.disconnect('1', { clean: true });
    }
    await store.stop();
    // Those of a process that is about to end, or has missed its time, are no reason to refuse anybody.
    await alone(how === 'dies' ? 4001 : 0);
    for (let i = 20; i < 40; i++) expect(await other.connect(socket(`${i}`))).toBe('ok');
    expect(await other.connect(socket('40'))).toBe('too_many');
    await alone(60_000);
    expect(await ann()).toMatchObject({ status: 'online' });
    expect((await stage.heard()).filter(({ isOnline }) => !isOnline)).toEqual([]);
  });

  it('a process that was stopped past its lease comes back under a new one: no ghost, no double', async () => {
    for (let i = 0; i < 20; i++) await store.connect(socket(`${i}`));
    await other.setStatus('ann', says('dnd'));
    await alone(15_000);
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

  it('what such a process tells before it knows is told under the new lease as well', async () => {
    await store.connect(socket('1'));
    await alone(15_000);
    await store.connect(socket('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios', 'web'] });
    await store.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ devices: ['ios'] });
  });

  it('a process that has just come is not taken for a dead one by those who do not know it yet', async () => {
    await other.connect(socket('1'));
    stage.now += 7000;
    await store.renew();
    await store.connect(socket('2', 'ios'));
    // The other one has heard of leases 7 s ago.
    await other.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
  });
});
