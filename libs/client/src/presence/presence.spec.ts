import { FakeBrowser, type Tab } from '../testing/fake-browser.fake.js';
import { ACCESS_TTL_MS, FakeService, type ServiceRequest } from '../testing/fake-service.fake.js';
import { FakeSocket } from '../testing/fake-socket.fake.js';
import { advance, MINUTE, SECOND, settle, useRealTime, useVirtualTime } from '../testing/virtual-time.fake.js';
import type { IoFunction, PresenceInfo, PresenceOptions } from './presence-types.js';

const id = (number: number) => `0198a6f2-4c1e-7d3a-9b57-${String(number).padStart(12, '0')}`;
const [ada, bob] = [id(1), id(2)];

let service: FakeService;
let sockets: FakeSocket[];
let tab: Tab;
let requests: ServiceRequest[];

const io: IoFunction = (_url, options) => {
  const socket = new FakeSocket(options as ConstructorParameters<typeof FakeSocket>[0]);
  sockets.push(socket);
  return socket;
};

async function signIn(presence: PresenceOptions = { io }): Promise<void> {
  tab = new FakeBrowser(service, { mode: 'tokens', client: { presence } }).open();
  await settle(tab.client.auth.login({ email: 'ada@example.com', password: 'securepass123' }));
}

beforeEach(() => {
  useVirtualTime();
  service = new FakeService();
  sockets = [];
  requests = [];
  service.override = (request) => {
    requests.push(request);
    return request.path === '/api/presence' ? { status: 200, body: { items: [] } } : undefined;
  };
});
afterEach(() => {
  tab.client.close();
  useRealTime();
});

const socket = () => sockets.at(-1)!;
const presence = () => tab.client.presence;
const statuses = (seen: PresenceInfo[]) => seen.map(({ status }) => status);
const polls = () => requests.filter(({ path }) => path === '/api/presence').length;
const heartbeats = () => requests.filter(({ path }) => path === '/api/presence/heartbeat').length;

describe('watching', () => {
  it('is one message for listeners that begin together, and counts them', async () => {
    await signIn();
    const seen: PresenceInfo[] = [];
    const first = presence().watch([ada, bob], (one) => seen.push(one));
    const second = presence().watch([ada.toUpperCase()], () => undefined);
    await advance(SECOND);
    expect(sockets).toHaveLength(1);
    expect(socket().messages('watch')).toEqual([{ user_ids: [ada, bob] }]);
    socket().change(ada, 'online');
    expect(statuses(seen)).toEqual(['offline', 'offline', 'online']);
    expect(presence().get(ada)?.status).toBe('online');

    first();
    first();
    await advance(SECOND);
    expect([...socket().watched]).toEqual([ada]);
    second();
    await advance(SECOND);
    expect([...socket().watched]).toEqual([]);
    expect(presence().get(ada)).toBeUndefined();
  });

  it('goes on where a listener throws', async () => {
    const reported = jest.spyOn(console, 'error').mockImplementation();
    await signIn();
    const seen: PresenceInfo[] = [];
    presence().watch([ada, bob], () => {
      throw new Error('of the application');
    });
    presence().watch([ada, bob], (one) => seen.push(one));
    await advance(SECOND);
    expect(statuses(seen)).toEqual(['offline', 'offline']);
    expect(reported).toHaveBeenCalledTimes(2);
    expect(socket().messages('watch')).toHaveLength(1);
  });

  it('passes on what is known at once', async () => {
    await signIn();
    presence().watch([ada], () => undefined);
    await advance(SECOND);
    const seen: PresenceInfo[] = [];
    presence().watch([ada], (one) => seen.push(one));
    expect(statuses(seen)).toEqual(['offline']);
  });

  it('passes on what the service knows to who begins a moment after another has ended', async () => {
    await signIn();
    const end = presence().watch([ada], () => undefined);
    await advance(SECOND);
    end();
    await advance(10);
    const seen: PresenceInfo[] = [];
    presence().watch([ada], (one) => seen.push(one));
    await advance(SECOND);
    expect(statuses(seen)).toEqual(['offline']);
    expect([...socket().watched]).toEqual([ada]);
  });

  it('sends far fewer messages than the 20 a second that the service takes, and ends with the last list', async () => {
    await signIn();
    let end = presence().watch([ada], () => undefined);
    await advance(SECOND);
    const sent = () => socket().messages('watch').length + socket().messages('unwatch').length;
    // A list that is scrolled.
    for (let second = 0; second < 5; second++) {
      const before = sent();
      for (let row = 0; row < 50; row++) {
        end();
        end = presence().watch([id(100 * second + row)], () => undefined);
        await advance(20);
      }
      expect(sent() - before).toBeGreaterThan(0);
      expect(sent() - before).toBeLessThanOrEqual(10);
    }
    await advance(SECOND);
    expect([...socket().watched]).toEqual([id(449)]);
  });

  it('asks for 500 users over the socket, and for the others over REST', async () => {
    await signIn();
    presence().watch(
      Array.from({ length: 620 }, (_, number) => id(number)),
      () => undefined,
    );
    await advance(SECOND);
    expect(socket().watched.size).toBe(500);
    expect(polls()).toBe(2);
  });

  it('leaves out what is no id, which would make the service refuse all', async () => {
    await signIn();
    presence().watch([ada, 'me'], () => undefined);
    await advance(SECOND);
    expect(socket().messages('watch')).toEqual([{ user_ids: [ada] }]);
  });

  it('is tried again where the service could not answer', async () => {
    await signIn();
    presence().watch([ada], () => undefined);
    await advance(10);
    socket()?.refusedMessages.set('watch', 'internal_error');
    await advance(SECOND);
    socket().refusedMessages.clear();
    await advance(5 * SECOND);
    expect([...socket().watched]).toEqual([ada]);
  });
});

describe('a connection', () => {
  const watching = async () => {
    await signIn();
    const seen: PresenceInfo[] = [];
    presence().watch([ada], (one) => seen.push(one));
    await advance(SECOND);
    expect(socket().connected).toBe(true);
    return seen;
  };

  it('that was lost is healed by the next snapshot', async () => {
    const seen = await watching();
    socket().drop();
    socket().statuses.set(ada, 'dnd');
    socket().connect();
    await advance(SECOND);
    expect(statuses(seen)).toEqual(['offline', 'dnd']);
  });

  it('that stays lost makes what was known unknown', async () => {
    const seen = await watching();
    socket().drop();
    await advance(14 * SECOND);
    expect(statuses(seen)).toEqual(['offline']);
    await advance(2 * SECOND);
    expect(statuses(seen)).toEqual(['offline', 'unknown']);
  });

  it('gets each new token, and lives on', async () => {
    await watching();
    await advance(60 * MINUTE);
    const tokens = socket().messages('authenticate') as { token: string }[];
    expect(tokens.length).toBeGreaterThanOrEqual(6);
    expect(tokens.at(-1)!.token).toBe(await settle(tab.client.session.accessToken()));
    expect(socket().messages('connect')).toHaveLength(1);
  });

  it('is made again with a fresh token when its token has expired', async () => {
    await watching();
    socket().serve('session_revoked', { reason: 'token_expired' });
    socket().drop('io server disconnect');
    jest.setSystemTime(Date.now() + ACCESS_TTL_MS);
    await advance(5 * SECOND);
    expect(socket().connected).toBe(true);
    expect(tab.client.session.get().status).toBe('signed_in');
    expect(service.refreshes).toHaveLength(1);
    expect([...socket().watched]).toEqual([ada]);
  });

  it('says why the session has ended', async () => {
    await watching();
    socket().serve('session_revoked', { reason: 'ban' });
    socket().drop('io server disconnect');
    await advance(MINUTE);
    expect(tab.client.session.get()).toEqual({ status: 'signed_out', endReason: 'ban' });
    expect(socket().messages('connect')).toHaveLength(1);
  });

  it('is closed by a logout, and made anew by the next sign-in', async () => {
    const seen = await watching();
    await settle(tab.client.auth.logout());
    expect(socket().connected).toBe(false);
    expect(statuses(seen).at(-1)).toBe('unknown');
    await settle(tab.client.auth.login({ email: 'ada@example.com', password: 'securepass123' }));
    await advance(SECOND);
    expect(sockets).toHaveLength(2);
    expect([...socket().watched]).toEqual([ada]);
  });

  it('waits as long as a process says that stops', async () => {
    await watching();
    socket().serve('reconnect', { after_ms: 4000 });
    await advance(3900);
    expect(socket().connected).toBe(false);
    await advance(200);
    expect(socket().connected).toBe(true);
  });

  it('is tried again where it was refused, with another token', async () => {
    await watching();
    socket().drop();
    socket().refusal = { code: 'invalid_token' };
    socket().connect();
    await advance(SECOND);
    socket().refusal = undefined;
    await advance(5 * SECOND);
    expect(socket().connected).toBe(true);
    expect(service.refreshes).toHaveLength(1);
  });

  it('is replaced by REST while it can not be made', async () => {
    await watching();
    socket().drop();
    socket().refusal = 'unreachable';
    for (let attempt = 0; attempt < 3; attempt++) {
      socket().connect();
      await advance(SECOND);
    }
    expect(polls()).toBeGreaterThan(0);
    socket().refusal = undefined;
    tab.dispatch('window', 'online');
    await advance(SECOND);
    const before = polls();
    await advance(5 * MINUTE);
    expect(polls()).toBe(before);
  });

  it('reports that the user is active, once a minute at most', async () => {
    await watching();
    const count = () => socket().messages('activity').length;
    const before = count();
    for (let second = 0; second < 180; second++) {
      tab.dispatch('window', 'keydown');
      await advance(SECOND);
    }
    expect(count() - before).toBeGreaterThanOrEqual(2);
    expect(count() - before).toBeLessThanOrEqual(3);
    await advance(10 * MINUTE);
    expect(count() - before).toBeLessThanOrEqual(3);
  });
});

describe('without a socket', () => {
  it('sends heartbeats within 90 s, until it is disconnected', async () => {
    await signIn({ transport: 'rest' });
    presence().connect();
    await advance(10 * MINUTE);
    expect(heartbeats()).toBeGreaterThanOrEqual(10);
    presence().disconnect();
    const before = heartbeats();
    await advance(10 * MINUTE);
    expect(heartbeats()).toBe(before);
  });

  it('sets the status over REST', async () => {
    await signIn({ transport: 'rest' });
    await settle(presence().setStatus('dnd', 'Busy'));
    expect(requests.at(-1)).toMatchObject({ path: '/api/presence', body: { status: 'dnd', text: 'Busy' } });
  });
});
