import { CollabSphereError } from '../errors.js';
import { FakeBrowser, type Tab } from '../testing/fake-browser.fake.js';
import { ACCESS_TTL_MS, FakeService } from '../testing/fake-service.fake.js';
import { advance, MINUTE, SECOND, settle, useRealTime, useVirtualTime } from '../testing/virtual-time.fake.js';

const login = { email: 'ada@example.com', password: 'securepass123' };
const KEY = 'collabsphere:https://auth.example.com';

let service: FakeService;
beforeEach(() => {
  useVirtualTime();
  service = new FakeService();
});
afterEach(useRealTime);

const status = ({ client }: Tab) => client.session.get().status;

async function signedIn(options: ConstructorParameters<typeof FakeBrowser>[1], count: number) {
  const browser = new FakeBrowser(service, options);
  const first = browser.open();
  await settle(first.client.auth.login(login));
  const tabs = [first, ...Array.from({ length: count - 1 }, () => browser.open())];
  await advance(SECOND);
  expect(tabs.map(status)).toEqual(tabs.map(() => 'signed_in'));
  service.refreshes.length = 0;
  return { browser, tabs };
}

const kinds = [
  { mode: 'cookie', locks: true, channels: true },
  { mode: 'cookie', locks: true, channels: false },
  { mode: 'tokens', locks: true, channels: true },
  { mode: 'tokens', locks: false, channels: false },
] as const;

it('a page that is reloaded knows what the user may do, as the service says', async () => {
  const { browser, tabs } = await signedIn({ mode: 'cookie', locks: true, channels: false }, 1);
  service.permissions = { can_moderate: true, max_pins: 7 };
  tabs[0]!.client.close();
  const reloaded = browser.open();
  await settle(reloaded.client.session.restore());
  const { user, permissions } = reloaded.client.session.get();
  expect(permissions).toEqual({ can_moderate: true, max_pins: 7 });
  expect(user).toEqual(service.user);
  service.permissions = {};
  await settle(reloaded.client.profile.get());
  expect(reloaded.client.session.get().permissions).toEqual({});
});

describe.each(kinds)('tabs: $mode, Web Locks $locks, BroadcastChannel $channels', (kind) => {
  it('signs out in all tabs, with the reason', async () => {
    const { tabs } = await signedIn(kind, 3);
    await settle(tabs[0]!.client.auth.logout());
    await advance(SECOND);
    expect(tabs.map(({ client }) => client.session.get())).toEqual(
      tabs.map(() => ({ status: 'signed_out', endReason: 'logout' })),
    );
    expect(service.sessions[0]!.ended).toBe(true);
  });

  it('stays signed out where another tab refreshes at that moment', async () => {
    const { browser, tabs } = await signedIn(kind, 2);
    jest.setSystemTime(Date.now() + ACCESS_TTL_MS);
    const call = tabs[1]!.client.api.GET('/api/profile').catch((error) => error);
    await advance(5);
    await settle(tabs[0]!.client.auth.logout());
    await settle(call);
    await advance(SECOND);
    expect(tabs.map(status)).toEqual(['signed_out', 'signed_out']);
    const later = browser.open();
    await advance(SECOND);
    expect(status(later)).toBe('signed_out');
  });

  it('signs out in all tabs when the service has ended the session', async () => {
    const { tabs } = await signedIn(kind, 3);
    service.end();
    await expect(settle(tabs[0]!.client.api.GET('/api/profile'))).rejects.toMatchObject({
      code: 'invalid_refresh_token',
    });
    await advance(SECOND);
    expect(tabs.map(({ client }) => client.session.get().endReason)).toEqual(['expired', 'expired', 'expired']);
  });

  it('refreshes once for calls that are refused at the same time', async () => {
    const { tabs } = await signedIn(kind, 1);
    const refused = tabs[0]!.client.session;
    const old = await settle(refused.accessToken());
    service.override = ({ token }) =>
      token === old ? { status: 401, body: { code: 'invalid_token', status: 401 } } : undefined;
    const calls = Array.from({ length: 5 }, () => tabs[0]!.client.api.GET('/api/profile'));
    await settle(Promise.all(calls));
    expect(service.refreshes).toHaveLength(1);
  });
});

describe('cookie mode', () => {
  it('takes the access token of another tab, also in a new tab', async () => {
    const { browser } = await signedIn({ mode: 'cookie' }, 3);
    expect(service.rotations).toBe(0);
    expect([...browser.stored.values()].join()).not.toContain('header.');
  });

  it('refreshes by the cookie where no tab answers', async () => {
    const { browser, tabs } = await signedIn({ mode: 'cookie' }, 1);
    tabs[0]!.kill();
    const next = browser.open();
    await advance(SECOND);
    expect(status(next)).toBe('signed_in');
    expect(next.client.session.get().user).toMatchObject({ id: 'user-1' });
    expect(service.refreshes).toHaveLength(1);
  });

  it('sends a logout later, if the service was not reached', async () => {
    const { browser, tabs } = await signedIn({ mode: 'cookie' }, 1);
    browser.online = false;
    await expect(settle(tabs[0]!.client.auth.logout())).resolves.toBeUndefined();
    expect(status(tabs[0]!)).toBe('signed_out');
    tabs[0]!.kill();
    await advance(5 * MINUTE);
    browser.online = true;
    const next = browser.open();
    await advance(SECOND);
    expect(status(next)).toBe('signed_out');
    expect(service.sessions[0]!.ended).toBe(true);
  });
});

describe.each(['cookie', 'tokens'] as const)('a device: %s', (mode) => {
  it('sends a logout when it is online again, with an expired token, too', async () => {
    const { browser, tabs } = await signedIn({ mode }, 1);
    browser.online = false;
    await settle(tabs[0]!.client.auth.logout());
    await advance(15 * MINUTE);
    expect(service.sessions[0]!.ended).toBe(false);
    browser.online = true;
    tabs[0]!.dispatch('window', 'online');
    await advance(SECOND);
    expect(service.sessions[0]!.ended).toBe(true);
    expect(status(tabs[0]!)).toBe('signed_out');
  });

  it('refreshes when it wakes up, though its timers slept', async () => {
    const { tabs } = await signedIn({ mode }, 1);
    jest.setSystemTime(Date.now() + 8 * 60 * MINUTE);
    tabs[0]!.dispatch('document', 'visibilitychange');
    await advance(SECOND);
    expect(service.refreshes).toHaveLength(1);
    expect(status(tabs[0]!)).toBe('signed_in');
  });

  it('stays signed in while it is offline, and goes on when it is online again', async () => {
    const { browser, tabs } = await signedIn({ mode }, 1);
    browser.online = false;
    await advance(60 * MINUTE);
    expect(status(tabs[0]!)).toBe('signed_in');
    await expect(settle(tabs[0]!.client.api.GET('/api/profile'))).rejects.toMatchObject({
      code: 'network_error',
      status: 0,
    });
    browser.online = true;
    tabs[0]!.dispatch('window', 'online');
    await advance(SECOND);
    expect(service.refreshes).toHaveLength(1);
    await settle(tabs[0]!.client.api.GET('/api/profile'));
  });

  it('starts offline, and reads later who is signed in', async () => {
    const { browser, tabs } = await signedIn({ mode }, 1);
    tabs[0]!.kill();
    browser.online = false;
    const next = browser.open();
    await advance(3 * SECOND);
    // With `tokens` the user is stored.
    expect(status(next)).toBe(mode === 'cookie' ? 'loading' : 'signed_in');
    if (mode === 'cookie') expect(next.client.session.get().error).toBeInstanceOf(CollabSphereError);
    browser.online = true;
    await advance(MINUTE);
    expect(status(next)).toBe('signed_in');
  });

  it('does not trust a time of expiry if the clock was set back', async () => {
    const { tabs } = await signedIn({ mode }, 1);
    jest.setSystemTime(Date.now() - 24 * 60 * MINUTE);
    await settle(tabs[0]!.client.api.GET('/api/profile'));
    expect(service.refreshes).toHaveLength(1);
  });
});

describe('a sign-in after a logout that the service does not know of yet', () => {
  it('ends the session of before: tokens', async () => {
    const { browser, tabs } = await signedIn({ mode: 'tokens' }, 1);
    browser.online = false;
    await settle(tabs[0]!.client.auth.logout());
    browser.online = true;
    await settle(tabs[0]!.client.auth.login(login));
    await advance(SECOND);
    expect(service.sessions.map(({ ended }) => ended)).toEqual([true, false]);
  });

  it('stays, though another tab tells the service at that moment: cookie', async () => {
    const { browser, tabs } = await signedIn({ mode: 'cookie' }, 2);
    browser.online = false;
    await settle(tabs[0]!.client.auth.logout());
    browser.online = true;
    const signIn = tabs[1]!.client.auth.login(login);
    await advance(5);
    tabs[0]!.dispatch('window', 'online');
    await settle(signIn);
    await advance(MINUTE);
    expect(service.sessions[1]!.ended).toBe(false);
    expect(tabs.map(status)).toEqual(['signed_in', 'signed_in']);
  });
});

describe('a proxy', () => {
  it('that answers 401 does not end the session', async () => {
    const { tabs } = await signedIn({ mode: 'cookie' }, 1);
    service.override = () => ({ status: 401, body: 'Authorization required' });
    jest.setSystemTime(Date.now() + ACCESS_TTL_MS);
    await expect(settle(tabs[0]!.client.api.GET('/api/profile'))).rejects.toMatchObject({ code: 'unexpected_answer' });
    expect(status(tabs[0]!)).toBe('signed_in');
  });
});

describe('a listener that throws', () => {
  it('is reported, and the others and the sign-in go on', async () => {
    const reported = jest.spyOn(console, 'error').mockImplementation();
    const { client } = new FakeBrowser(service, { mode: 'tokens' }).open();
    const seen: string[] = [];
    client.session.subscribe(() => {
      throw new Error('of the application');
    });
    client.session.subscribe(() => seen.push(client.session.get().status));
    await settle(client.auth.login(login));
    expect(seen).toContain('signed_in');
    expect(reported).toHaveBeenCalledWith(expect.objectContaining({ message: 'of the application' }));
  });
});

describe('a lock that is not freed', () => {
  it('is taken after a while', async () => {
    const { browser, tabs } = await signedIn({ mode: 'tokens' }, 2);
    const frozen = browser.open();
    void frozen.platform.locks!.request(KEY, {}, () => new Promise(() => undefined));
    jest.setSystemTime(Date.now() + ACCESS_TTL_MS);
    const started = Date.now();
    await settle(Promise.all(tabs.map(({ client }) => client.api.GET('/api/profile'))));
    expect(Date.now() - started).toBeLessThan(50 * SECOND);
    expect(service.refreshes).toHaveLength(1);
  });

  it('of a killed tab is free at once', async () => {
    const { browser, tabs } = await signedIn({ mode: 'tokens' }, 1);
    const other = browser.open();
    void other.platform.locks!.request(KEY, {}, () => new Promise(() => undefined));
    jest.setSystemTime(Date.now() + ACCESS_TTL_MS);
    const call = tabs[0]!.client.api.GET('/api/profile');
    other.kill();
    const started = Date.now();
    await settle(call);
    expect(Date.now() - started).toBeLessThan(2 * SECOND);
  });
});

describe('another session', () => {
  it('does not get a call that was made for the previous user', async () => {
    const { tabs } = await signedIn({ mode: 'tokens' }, 1);
    const { client } = tabs[0]!;
    const calls: (string | undefined)[] = [];
    service.override = ({ path, token }) => {
      if (path !== '/api/account') return undefined;
      calls.push(token);
      return { status: 401, body: { code: 'invalid_token', status: 401 } };
    };
    const deletion = client.api.DELETE('/api/account', { body: { password: 'x' } }).catch((error) => error);
    await settle(client.auth.login(login));
    expect(await settle(deletion)).toMatchObject({ code: 'session_changed' });
    await advance(SECOND);
    // Nothing could end it any more.
    expect(service.sessions.map(({ ended }) => ended)).toEqual([true, false]);
    expect(calls).toHaveLength(1);
  });

  it('in another tab is seen in this one', async () => {
    const { tabs } = await signedIn({ mode: 'cookie' }, 2);
    await settle(tabs[0]!.client.auth.logout());
    await settle(tabs[0]!.client.auth.login(login));
    await advance(SECOND);
    expect(tabs.map(status)).toEqual(['signed_in', 'signed_in']);
    expect(await settle(tabs[1]!.client.session.accessToken())).toBe(
      await settle(tabs[0]!.client.session.accessToken()),
    );
  });
});

describe('a storage that is damaged', () => {
  it.each(['{', '"x"', '{"sessionId":1}', 'null'])('is a storage without a session: %s', async (text) => {
    const browser = new FakeBrowser(service, { mode: 'tokens' });
    browser.stored.set(KEY, text);
    const tab = browser.open();
    await advance(SECOND);
    expect(status(tab)).toBe('signed_out');
  });
});

describe('a storage that throws', () => {
  const full = () => {
    throw new DOMException('', 'QuotaExceededError');
  };

  it.each([{ locks: true }, { locks: false }])('keeps the session in memory: Web Locks $locks', async ({ locks }) => {
    const browser = new FakeBrowser(service, { mode: 'tokens', locks, channels: false });
    const tab = browser.open();
    tab.platform.localStorage!.setItem = full;
    await settle(tab.client.auth.login(login));
    expect(status(tab)).toBe('signed_in');
    await advance(60 * MINUTE);
    expect(service.rotations).toBeGreaterThan(4);
    await settle(tab.client.api.GET('/api/profile'));
  });

  it('has no refresh token of before, which would count as stolen', async () => {
    const { browser, tabs } = await signedIn({ mode: 'tokens' }, 1);
    tabs[0]!.platform.localStorage!.setItem = full;
    await advance(30 * MINUTE);
    tabs[0]!.kill();
    const next = browser.open();
    await advance(SECOND);
    expect(next.client.session.get()).toEqual({ status: 'signed_out' });
    expect(service.sessions[0]!.ended).toBe(false);
  });
});

describe('clients in Node', () => {
  it('share nothing', async () => {
    const first = new FakeBrowser(service, { mode: 'tokens', locks: false, channels: false }).open();
    const second = new FakeBrowser(service, { mode: 'tokens', locks: false, channels: false }).open();
    await settle(first.client.auth.login(login));
    await advance(SECOND);
    expect([first, second].map(status)).toEqual(['signed_in', 'signed_out']);
  });
});
