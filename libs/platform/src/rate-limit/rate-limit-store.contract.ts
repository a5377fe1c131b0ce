import { randomUUID } from 'node:crypto';
import type { FailurePolicy } from './failure-policy';
import { type RateLimitStore, type Reservation } from './rate-limit-store';

const MINUTE = 60_000;
const LIMIT = 3;
const POLICY: FailurePolicy = { limit: LIMIT, windowMs: MINUTE, resetsOnSuccess: true };

/** What both stores do alike. */
export function rateLimitStoreContract(open: () => Promise<{ store: RateLimitStore; close(): void }>): void {
  let store: RateLimitStore;
  let close: () => void;
  let key: string;
  beforeAll(async () => ({ store, close } = await open()));
  beforeEach(() => (key = randomUUID()));
  afterAll(() => close());

  const reserve = (policy = POLICY, id?: string) => store.reserve(key, policy, id);
  const idOf = (reservation: Reservation): string => {
    if (reservation.outcome !== 'reserved') throw new Error(`no place: ${reservation.outcome}`);
    return reservation.id;
  };
  const attempt = async (result: 'wrong' | 'right' | 'unchecked', policy = POLICY, id?: string) =>
    store.settle(key, idOf(await reserve(policy, id)), result, policy);

  it('blocks after as many wrong attempts as the limit', async () => {
    for (let n = 0; n < LIMIT; n++) await attempt('wrong');
    const blocked = await reserve();
    expect(blocked).toEqual({ outcome: 'blocked', freeInSeconds: expect.any(Number) });
    expect(blocked.outcome === 'blocked' && blocked.freeInSeconds).toBeGreaterThan(50);
    expect(blocked.outcome === 'blocked' && blocked.freeInSeconds).toBeLessThanOrEqual(60);
  });

  it('counts nothing of what was not checked', async () => {
    for (let n = 0; n < 3 * LIMIT; n++) await attempt('unchecked');
    for (let n = 0; n < LIMIT; n++) await attempt('wrong');
    expect((await reserve()).outcome).toBe('blocked');
  });

  it('resets the failed attempts after a successful one, but not those in progress', async () => {
    await attempt('wrong');
    const running = idOf(await reserve());
    await attempt('right');
    for (let n = 1; n < LIMIT; n++) await attempt('wrong');
    expect((await reserve()).outcome).toBe('busy');
    await store.settle(key, running, 'wrong', POLICY);
    expect((await reserve()).outcome).toBe('blocked');
  });

  it('lets no more run at once than could be wrong', async () => {
    await attempt('wrong');
    const running = await Promise.all(Array.from({ length: 10 }, () => reserve()));
    expect(running.map(({ outcome }) => outcome).sort()).toEqual([
      ...Array<string>(11 - LIMIT).fill('busy'),
      ...Array<string>(LIMIT - 1).fill('reserved'),
    ]);
  });

  it('counts a wrong attempt that was given up before it ended', async () => {
    await attempt('wrong');
    await store.settle(key, randomUUID(), 'wrong', POLICY);
    await attempt('wrong');
    expect((await reserve()).outcome).toBe('blocked');
  });

  it('keeps wrong attempts after a right one where the policy says so', async () => {
    const policy = { ...POLICY, resetsOnSuccess: false };
    for (let n = 0; n < LIMIT - 1; n++) await attempt('wrong', policy);
    await attempt('right', policy);
    await attempt('wrong', policy);
    expect((await reserve(policy)).outcome).toBe('blocked');
  });

  it('waits after the free ones, and lets one at a time run then', async () => {
    const policy = { ...POLICY, limit: 9, free: 2, firstDelayMs: MINUTE / 2, maxDelayMs: MINUTE };
    await attempt('wrong', policy);
    await attempt('wrong', policy);
    const blocked = await reserve(policy);
    expect(blocked.outcome === 'blocked' && blocked.freeInSeconds).toBeGreaterThan(25);
    expect(blocked.outcome === 'blocked' && blocked.freeInSeconds).toBeLessThanOrEqual(30);
    const noWait = { ...policy, firstDelayMs: 0 };
    const running = await Promise.all(Array.from({ length: 5 }, () => reserve(noWait)));
    expect(running.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'reserved']);
  });

  it('says how many there are', async () => {
    expect(await store.count(key)).toBe(0);
    for (let n = 0; n < LIMIT; n++) await attempt('wrong');
    expect(await store.count(key)).toBe(LIMIT);
    await store.reset(key);
    expect(await store.count(key)).toBe(0);
  });

  it('counts wrong attempts of one id once', async () => {
    for (let n = 0; n < 3 * LIMIT; n++) await attempt('wrong', POLICY, 'same');
    for (let n = 1; n < LIMIT; n++) await attempt('wrong', POLICY, `other ${n}`);
    expect((await reserve()).outcome).toBe('blocked');
  });

  it('shares the window with hits', async () => {
    await attempt('wrong');
    const hits = [await store.increment(key, MINUTE, LIMIT), await store.increment(key, MINUTE, LIMIT)];
    expect(hits.map(({ isBlocked }) => isBlocked)).toEqual([false, false]);
    expect((await reserve()).outcome).toBe('blocked');
    await store.reset(key);
    expect((await reserve()).outcome).toBe('reserved');
  });
}
