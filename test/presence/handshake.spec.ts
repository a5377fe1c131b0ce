import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveSockets } from '#auth';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { runConcurrently } from '../support/concurrency';
import { testApp, type TestApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let t: TestApp;
let sockets: PresenceClients;
let ann: TestUser;
let owner: TestUser;

beforeAll(async () => {
  t = await testApp({ CORS_ORIGINS: 'https://app.example.com,https://admin.example.com' });
  sockets = new PresenceClients(t.url);
  ann = await t.as.verifiedUser();
  owner = await t.as.owner();
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

const ban = (id: string) => t.http.post(`/api/users/${id}/ban`, { reason: 'spam' }, { token: owner.access });

describe('a socket is let in', () => {
  it.each(['websocket', 'polling'])('by its token, over %s', async (transport) => {
    const watcher = await sockets.connect(ann, {}, { transports: [transport] });
    expect(watcher.socket.connected).toBe(true);
    expect(await watcher.watch(ann)).toMatchObject([{ user_id: ann.id, is_online: true, devices: ['web'] }]);
    watcher.socket.close();
  });

  it('with the kind of its device', async () => {
    const ben = await t.as.verifiedUser();
    for (const device_type of ['web', 'ios', 'android', 'desktop']) await sockets.connect(ben, { device_type });
    const watcher = await sockets.connect(ann);
    expect(await watcher.watch(ben)).toMatchObject([{ devices: ['android', 'desktop', 'ios', 'web'] }]);
    watcher.socket.close();
  });

  it('from an origin that is named, from our own, and without one', async () => {
    for (const origin of ['https://app.example.com', 'https://admin.example.com', t.url])
      for (const transport of ['websocket', 'polling'])
        await sockets.connect(ann, {}, { transports: [transport], extraHeaders: { origin } });
  });
});

describe('a socket is refused', () => {
  it.each(['websocket', 'polling'])('without a token that holds, over %s', async (transport) => {
    const refused = async (auth: object, options = {}) =>
      (await sockets.connectionError(auth, { transports: [transport], ...options }))?.code;
    expect(await refused({})).toBe('not_authenticated');
    expect(await refused({ token: '' })).toBe('not_authenticated');
    expect(await refused({ token: { a: 1 } })).toBe('not_authenticated');
    expect(await refused({ token: 'junk' })).toBe('invalid_token');
    expect(await refused({ token: ann.refresh })).toBe('invalid_token');
    expect(await refused({ token: `${ann.access}x` })).toBe('invalid_token');
    // Addresses end up in logs.
    expect(await refused({}, { query: { token: ann.access, access_token: ann.access } })).toBe('not_authenticated');
    expect(await refused({}, { extraHeaders: { authorization: `Bearer ${ann.access}` } })).toBe('not_authenticated');
  });

  it('until the e-mail address is verified, after a ban, and after a logout', async () => {
    const newcomer = await t.as.unverifiedUser();
    expect(await sockets.connectionError({ token: newcomer.access })).toMatchObject({
      status: 403,
      code: 'email_not_verified',
    });
    const banned = await t.as.verifiedUser();
    expect((await ban(banned.id)).status).toBe(200);
    expect(await sockets.connectionError({ token: banned.access })).toMatchObject({
      status: 401,
      code: 'invalid_token',
    });
    const gone = await t.as.signIn(ann);
    await t.http.post('/api/logout', {}, { token: gone.access });
    expect(await sockets.connectionError({ token: gone.access })).toMatchObject({ code: 'invalid_token' });
  });

  it('with a device that there is not', async () => {
    for (const device_type of ['fridge', 7, ['web'], {}])
      expect(await sockets.connectionError({ token: ann.access, device_type })).toMatchObject({
        code: 'validation_failed',
        errors: [{ field: 'auth.device_type', code: 'invalid_choice' }],
      });
  });

  it.each([
    'https://evil.test',
    'https://app.example.com.evil.test',
    'https://app.example.com:8443',
    'http://app.example.com',
    'null',
  ])('from the origin %s, by either transport', async (origin) => {
    const headers = { origin };
    const polling = await fetch(`${t.url}/socket.io/?EIO=4&transport=polling`, { headers });
    expect(polling.status).toBe(403);
    expect(polling.headers.get('access-control-allow-origin')).toBeNull();
    expect(polling.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await statusOfUpgrade(origin)).toBe('HTTP/1.1 403 Forbidden');
    expect(await sockets.connectionError({ token: ann.access }, { extraHeaders: headers })).toBeInstanceOf(Error);
  });

  it('outside of the namespace', async () => {
    for (const namespace of ['/', '/other', '/presence/x'])
      expect(await sockets.connectionError({ token: ann.access }, {}, namespace)).toBeDefined();
  });
});

describe('in the middle of the handshake', () => {
  it('a second attempt on the same connection closes it, and leaves no user online', async () => {
    const ben = await t.as.verifiedUser();
    const connection = await sockets.raw();
    const closed = new Promise((resolve) => connection.once('close', resolve));
    for (let n = 0; n < 30; n++) connection.write(`40/presence,${JSON.stringify({ token: ben.access })}`);
    await closed;
    await waitFor(() => !isLive(ben), 'the socket is gone');
  });

  it('a ban leaves no live socket of 1,000, and no user online', async () => {
    // 50 people with 20 sockets each, as many as one may have.
    const people = await runConcurrently(50, () => t.as.verifiedUser());
    const attempts = people.flatMap((person, n) =>
      Array.from({ length: 20 }, async (_, m) => {
        await sleep((n + m) % 20);
        const socket = sockets.socket({ token: person.access });
        await new Promise((resolve) => socket.once('connect_error', resolve).once('disconnect', resolve));
        return socket.connected;
      }),
    );
    const bans = people.map(async ({ id }, n) => (await sleep(n * 3), ban(id)));
    expect((await Promise.all(bans)).map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(await Promise.all(attempts)).toEqual(Array(1000).fill(false));
    await waitFor(() => !people.some(isLive), 'the sockets are gone');
    const watcher = await sockets.connect(owner);
    for (const presence of await watcher.watch(...people))
      expect(presence).toMatchObject({ is_online: false, status: 'offline', devices: [] });
  });
});

/** Whether the process still looks after a socket of theirs. */
function isLive({ id }: TestUser): boolean {
  const sockets = t.app.get(LiveSockets);
  return sockets['registry'].all().some(({ principal }) => principal.userId === id);
}

/** The first line that a WebSocket's request is answered with. */
async function statusOfUpgrade(origin: string): Promise<string> {
  const connection = connect(Number(new URL(t.url).port), '127.0.0.1');
  connection.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: ${origin}\r\n\r\n`,
  );
  return (await text(connection)).split('\r\n')[0]!;
}
