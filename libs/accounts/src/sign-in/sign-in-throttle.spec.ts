import { Metrics, RateLimiter, Settings } from '#platform';
import type { SignInCredentials } from '#users';
import { MemoryRateLimitStore } from '../../../platform/src/rate-limit/memory-rate-limit-store';
import { NoChallengeProvider } from '../challenges/challenge-provider';
import { SignInThrottle } from './sign-in-throttle.service';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const settings = {
  RATE_LIMIT_SCALE: 1,
  RATE_LIMIT_LOGIN_FAILURES: { limit: 10, windowSeconds: 900 },
  RATE_LIMIT_LOGIN_FAILURES_DAILY: { limit: 100, windowSeconds: 86_400 },
  RATE_LIMIT_LOGIN_SPRAY: { limit: 150, windowSeconds: 86_400 },
} as unknown as Settings;

/** The owner's account, as a sign-in from their device, from their network or from elsewhere finds it. */
const owner = (known: { isKnownDevice?: boolean; isKnownNetwork?: boolean } = {}) =>
  ({ user: { id: 'owner' }, version: 0, isKnownDevice: false, isKnownNetwork: false, ...known }) as SignInCredentials;

/** The defaults, in virtual time. */
describe('wrong passwords', () => {
  let throttle: SignInThrottle;
  let store: MemoryRateLimitStore;
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-26T00:00:00Z') });
    store = new MemoryRateLimitStore();
    throttle = new SignInThrottle(new RateLimiter(settings, store), settings, new NoChallengeProvider(), new Metrics());
  });
  afterEach(() => {
    store.onModuleDestroy();
    jest.useRealTimers();
  });

  /** @returns whether the password was compared */
  async function tries(
    password: 'right' | 'wrong',
    email: string,
    origin: { ip: string; sessionId?: string },
    credentials?: SignInCredentials,
  ): Promise<boolean> {
    let compared = false;
    const check = async () => ((compared = true), password === 'right');
    await throttle.attemptSignIn({ email }, origin, credentials, check, (found) => found).catch(() => undefined);
    return compared;
  }
  const guess = (n: number) =>
    tries('wrong', 'owner@example.com', { ip: `198.${51 + ((n % 1000) >> 8)}.${n % 256}.7` }, owner());

  it('of a thousand addresses are compared at most 100 times a day, whatever the day', async () => {
    const guesses: number[] = [];
    for (let minute = 0; minute < 3 * 24 * 60; minute += 5) {
      for (let n = 0; n < 7; n++) if (await guess(minute * 7 + n)) guesses.push(Date.now());
      jest.advanceTimersByTime(5 * 60_000);
    }
    const perDay = guesses.map((at) => guesses.filter((other) => other >= at && other < at + DAY).length);
    expect(Math.max(...perDay)).toBeLessThanOrEqual(100);
    expect(guesses.length).toBeGreaterThan(30);
  });

  it('of strangers never delay the owner on a known device or in a known network', async () => {
    for (let hour = 0; hour < 48; hour++) {
      for (let n = 0; n < 50; n++) await guess(hour * 50 + n);
      const device = { ip: '203.0.113.9', sessionId: 'session' };
      expect(await tries('right', 'owner@example.com', device, owner({ isKnownDevice: true }))).toBe(true);
      const network = { ip: '192.0.2.77' };
      expect(await tries('right', 'owner@example.com', network, owner({ isKnownNetwork: true }))).toBe(true);
      jest.advanceTimersByTime(HOUR);
    }
  });

  it('the owner’s success does not give strangers new attempts', async () => {
    for (let n = 0; n < 10; n++) await guess(n);
    expect(await guess(10)).toBe(false);
    await tries('right', 'owner@example.com', { ip: '203.0.113.9', sessionId: 's' }, owner({ isKnownDevice: true }));
    expect(await guess(11)).toBe(false);
  });

  it('wait longer and longer, up to a quarter of an hour', async () => {
    for (let n = 0; n < 10; n++) expect(await guess(n)).toBe(true);
    const waits: number[] = [];
    for (let n = 10; n < 18; n++) {
      const from = Date.now();
      while (!(await guess(n))) jest.advanceTimersByTime(1000);
      waits.push((Date.now() - from) / 1000);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('on a known device count for that device alone, and are gone after the right one', async () => {
    const own = { ip: '203.0.113.9', sessionId: 'phone' };
    const known = owner({ isKnownDevice: true });
    for (let n = 0; n < 10; n++) expect(await tries('wrong', 'owner@example.com', own, known)).toBe(true);
    expect(await tries('right', 'owner@example.com', own, known)).toBe(false);
    expect(await tries('right', 'owner@example.com', { ...own, sessionId: 'laptop' }, known)).toBe(true);
    expect(await guess(0)).toBe(true);
    jest.advanceTimersByTime(30_000);
    expect(await tries('right', 'owner@example.com', own, known)).toBe(true);
    for (let n = 0; n < 10; n++) expect(await tries('wrong', 'owner@example.com', own, known)).toBe(true);
  });

  it('on a known device no longer count after a new password', async () => {
    const own = { ip: '203.0.113.9', sessionId: 'phone' };
    const known = owner({ isKnownDevice: true });
    for (let n = 0; n < 10; n++) await tries('wrong', 'owner@example.com', own, known);
    expect(await tries('right', 'owner@example.com', own, known)).toBe(false);
    expect(await tries('right', 'owner@example.com', own, { ...known, version: 1 })).toBe(true);
  });

  it('for thousands of accounts from one /64 are stopped before 200, even if it takes a day', async () => {
    let compared = 0;
    for (let n = 0; n < 3000; n++) {
      const ip = `2001:db8:1:2::${(n % 65_535).toString(16)}`;
      if (await tries('wrong', `user${n}@example.com`, { ip })) compared++;
      jest.advanceTimersByTime(DAY / 3000);
    }
    expect(compared).toBeLessThan(200);
  });

  it('for 30 accounts from one address at once do not all go through without a wait', async () => {
    const emails = Array.from({ length: 40 }, (_, n) => `user${n}@example.com`);
    const attempts = emails.map((email) => tries('wrong', email, { ip: '198.51.100.7' }));
    // Those above the limit wait for the results of others.
    await jest.advanceTimersByTimeAsync(6000);
    const compared = await Promise.all(attempts);
    expect(compared.filter(Boolean).length).toBeLessThanOrEqual(30);
  });

  it('from a network under suspicion do not keep those out whom the account knows', async () => {
    for (let n = 0; n < 200; n++) await tries('wrong', `user${n}@example.com`, { ip: '198.51.100.7' });
    expect(await tries('right', 'other@example.com', { ip: '198.51.100.7' })).toBe(false);
    expect(await tries('right', 'owner@example.com', { ip: '198.51.100.8' }, owner({ isKnownNetwork: true }))).toBe(
      true,
    );
  });
});
