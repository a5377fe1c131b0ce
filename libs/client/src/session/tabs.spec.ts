import { isTemporary } from '../errors.js';
import { FakeBrowser, type Tab } from '../testing/fake-browser.fake.js';
import { FakeService, type ServiceRequest } from '../testing/fake-service.fake.js';
import { advance, MINUTE, SECOND, settle, useRealTime, useVirtualTime } from '../testing/virtual-time.fake.js';

const login = { email: 'ada@example.com', password: 'securepass123' };
const TABS = 20;
/** Of the requests for a refresh, one after the other. A refresh takes 20 to 400 ms. */
const FATES = ['answer lost', 'arrives', 'request lost', 'answer lost', 'answer lost', 'arrives'] as const;

afterEach(useRealTime);

const kinds = [
  { mode: 'cookie', locks: true, channels: true },
  { mode: 'tokens', locks: true, channels: true },
  { mode: 'tokens', locks: false, channels: true },
  { mode: 'tokens', locks: false, channels: false },
  { mode: 'cookie', locks: false, channels: true },
  // Each tab refreshes by the cookie, one after the other.
  { mode: 'cookie', locks: true, channels: false },
] as const;

describe.each(kinds)('20 tabs for an hour: $mode, Web Locks $locks, BroadcastChannel $channels', (kind) => {
  const hour = async ({ seed, troubled = false }: { seed: number; troubled?: boolean }) => {
    useVirtualTime(seed);
    const service = new FakeService();
    const killed: Tab[] = [];
    let count = seed;
    const fate = ({ path }: ServiceRequest, tab: Tab) => {
      if (path !== '/api/token/refresh' || !troubled || browser.tabs.length < TABS) return 'arrives';
      if (count % 4 === 0) setTimeout(() => killed.push(replace(browser, tab)), 400 * Math.random());
      return FATES[count++ % FATES.length]!;
    };
    const browser = new FakeBrowser(service, { ...kind, fate });
    await settle(browser.open().client.auth.login(login));
    for (let tab = 1; tab < TABS; tab++) browser.open();
    await advance(5 * SECOND);
    // The first tab has asked whether there is a session.
    service.refreshes.length = 0;
    const failures: unknown[] = [];
    for (let time = 0; time < 60 * MINUTE; time += 10 * SECOND) {
      const tab = pick(browser.tabs);
      void tab.client.api.GET('/api/profile').catch((error) => tab.alive && failures.push(error));
      if (troubled && Math.random() < 0.2)
        setTimeout(() => killed.push(replace(browser, pick(browser.tabs))), 5 * SECOND);
      await advance(10 * SECOND);
    }
    const states = browser.tabs.map(({ client }) => client.session.get().status);
    return { service, browser, states, failures, killed };
  };

  /** Where the tabs can not send each other tokens, each has its own. */
  const isShared = kind.mode === 'tokens' || kind.channels;
  const ifShared = isShared ? it : it.skip;

  ifShared('refreshes once for each expiry', async () => {
    const { service, states, failures } = await hour({ seed: 1 });
    expect(states).toEqual(Array(TABS).fill('signed_in'));
    expect(failures).toEqual([]);
    expect(service.sessions).toEqual([expect.objectContaining({ ended: false })]);
    expect(service.refreshes).toHaveLength(service.rotations);
    // At 75 to 90 % of 10 minutes.
    expect(service.rotations).toBeGreaterThanOrEqual(6);
    expect(service.rotations).toBeLessThanOrEqual(8);
  });

  ifShared.each([
    ['', false],
    [', and one is killed meanwhile', true],
  ])('refreshes once where all wake up at the same moment%s', async (_, isKilled) => {
    useVirtualTime();
    const service = new FakeService();
    const browser = new FakeBrowser(service, kind);
    await settle(browser.open().client.auth.login(login));
    for (let tab = 1; tab < TABS; tab++) browser.open();
    await advance(5 * SECOND);
    service.refreshes.length = 0;
    for (let round = 1; round <= 6; round++) {
      // They slept for 10 minutes, and their timers too.
      jest.setSystemTime(Date.now() + 10 * MINUTE);
      const before = service.rotations;
      if (isKilled) setTimeout(() => replace(browser, browser.tabs[0]!), 100);
      const calls = browser.tabs.map(({ client }) => client.api.GET('/api/profile'));
      // What a killed tab waits for never comes.
      if (isKilled) calls.shift()!.catch(() => undefined);
      await settle(Promise.all(calls));
      await advance(SECOND);
      expect(service.rotations).toBe(before + 1);
      expect(browser.tabs.map(({ client }) => client.session.get().status)).toEqual(Array(TABS).fill('signed_in'));
    }
    // One more where the tab that was killed had sent its request.
    expect(service.refreshes.length).toBeLessThanOrEqual(isKilled ? 12 : 6);
  });

  it.each([1, 2, 3])('stays signed in where answers are lost and tabs are killed (seed %d)', async (seed) => {
    const { service, states, failures, killed } = await hour({ seed, troubled: true });
    expect(states).toEqual(Array(TABS).fill('signed_in'));
    // A new tab that has no token yet, and lost both tries.
    const isExpected = (error: unknown) => !isShared && isTemporary(error);
    expect(failures.filter((error) => !isExpected(error))).toEqual([]);
    expect(service.sessions).toEqual([expect.objectContaining({ ended: false })]);
    expect(killed.length).toBeGreaterThan(50);
  });
});

const pick = <T>(list: T[]): T => list[Math.floor(Math.random() * list.length)]!;

function replace(browser: FakeBrowser, tab: Tab): Tab {
  if (!tab.alive) return tab;
  tab.kill();
  browser.open();
  return tab;
}
