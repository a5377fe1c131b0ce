import { io } from 'socket.io-client';
import { freePort } from '../../tools/free-port';
import type { TestUser } from '../support/test-users';
import { MESSAGES, ServiceProcess } from '../support/service-process';
import { runCli } from '../support/run-cli';
import { TcpProxy } from '../support/tcp-proxy';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

/** "At once" is milliseconds; the limit is what a busy machine may need. */
const SOON = 2000;

describe('messages, a service of its own that has the library alone', () => {
  let t: TestApp;
  let proxy: TcpProxy;
  let one: ServiceProcess;
  let other: ServiceProcess;
  let owner: TestUser;

  beforeAll(async () => {
    const port = await freePort();
    proxy = await TcpProxy.open(`http://127.0.0.1:${port}`);
    // What services know as the issuer's address leads through the proxy.
    t = await testApp({ PORT: String(port), PUBLIC_URL: proxy.url.replace(/\/$/, '') });
    const { stdout, stderr } = await runCli(['create-service', '--name', 'messages', '--scope', 'authorization.read'], {
      env: { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir },
    });
    if (!stdout) throw new Error(stderr);
    const credentials = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    const env = { AUTH_ISSUER: proxy.url.replace(/\/$/, ''), ...credentials };
    [one, other] = await Promise.all([ServiceProcess.start(env, MESSAGES), ServiceProcess.start(env, MESSAGES)]);
    owner = await t.as.owner();
  }, 180_000);
  afterAll(async () => {
    await Promise.all([one.kill('SIGTERM'), other.kill('SIGTERM')]);
    await t.close();
    await proxy.close();
  });

  const everywhere = () => [one, other];
  const list = async (service: ServiceProcess, token: string) =>
    (await service.http.get('/messages', { token })).status;
  const write = (service: ServiceProcess, token: string, text = 'Hello') =>
    service.http.post('/messages', { text }, { token });
  /** Whose verified address is known everywhere: that takes a moment, as every change does. */
  const newUser = async () => {
    const person = await t.as.verifiedUser();
    for (const service of everywhere())
      await waitFor(async () => (await list(service, person.access)) === 200, 'the person is known', SOON);
    return person;
  };
  const requests = async () => {
    const lines = String((await t.http.get('/metrics')).body).split('\n');
    return lines
      .filter((line) => line.startsWith('http_request_duration_seconds_count') && !line.includes('/metrics"'))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };

  it('is closed to strangers, and open to who is signed in', async () => {
    const person = await newUser();
    expect((await one.http.get('/messages')).status).toBe(401);
    expect((await write(one, person.access)).body).toMatchObject({
      author_id: person.id,
      text: 'Hello',
      pinned: false,
    });
    expect((await write(one, (await t.as.unverifiedUser()).access)).body.code).toBe('email_not_verified');
    expect((await write(one, person.access, '')).status).toBe(400);
  });

  it('lets authors and moderators delete, and who may pin pin', async () => {
    const [author, stranger] = [await newUser(), await newUser()];
    const { body: message } = await write(one, author.access);
    expect((await one.http.delete(`/messages/${message.id}`, { token: stranger.access })).status).toBe(403);
    expect((await one.http.post(`/messages/${message.id}/pin`, {}, { token: stranger.access })).body).toMatchObject({
      code: 'permission_denied',
      missing: ['can_pin'],
    });
    const role = { name: 'curator', custom_permissions: { can_pin: true }, can_delete_messages: true };
    const made = await t.http.post('/api/roles', role, { token: owner.access });
    await t.http.put(`/api/users/${stranger.id}/roles/${made.body.id}`, undefined, { token: owner.access });
    await waitFor(
      async () => (await one.http.post(`/messages/${message.id}/pin`, {}, { token: stranger.access })).status === 200,
      'the role is known',
      SOON,
    );
    expect((await one.http.delete(`/messages/${message.id}`, { token: stranger.access })).status).toBe(204);
    expect((await one.http.delete(`/messages/${message.id}`, { token: author.access })).status).toBe(404);
  });

  it.each<[string, (person: TestUser) => Promise<unknown>]>([
    ['a logout', ({ access }) => t.http.post('/api/logout', {}, { token: access })],
    ['a ban', ({ id }) => t.http.post(`/api/users/${id}/ban`, { reason: 'Spam' }, { token: owner.access })],
    ['the end of an account', ({ id }) => t.http.delete(`/api/users/${id}`, { token: owner.access })],
  ])('knows of %s at once, everywhere', async (_name, change) => {
    const person = await newUser();
    for (const service of everywhere()) expect(await list(service, person.access)).toBe(200);
    await change(person);
    for (const service of everywhere())
      await waitFor(async () => (await list(service, person.access)) === 401, 'it is refused', SOON);
  });

  it('refuses holders of a role that begins to require a second factor, everywhere, and closes their sockets', async () => {
    const person = await newUser();
    const { body: role } = await t.http.post('/api/roles', { name: 'second factor' }, { token: owner.access });
    await t.http.put(`/api/users/${person.id}/roles/${role.id}`, undefined, { token: owner.access });
    const socket = io(`${one.url}/messages`, { transports: ['websocket'], auth: { token: person.access } });
    const next = (event: string) => new Promise<unknown>((resolve) => socket.once(event, resolve));
    await next('connect');
    const [received, closed] = [next('session_revoked'), next('disconnect')];
    await t.http.patch(`/api/roles/${role.id}`, { require_mfa: true }, { token: owner.access });
    for (const service of everywhere()) {
      await waitFor(async () => (await list(service, person.access)) === 403, 'it is refused', SOON);
      const { body } = await service.http.get('/messages', { token: person.access });
      expect(body.code).toBe('mfa_enrolment_required');
    }
    expect(await received).toEqual({ reason: 'mfa_enrolment_required' });
    await closed;
    socket.close();
  });

  it('closes sockets as well', async () => {
    const person = await newUser();
    const socket = io(`${one.url}/messages`, { transports: ['websocket'], auth: { token: person.access } });
    const next = (event: string) => new Promise<unknown>((resolve) => socket.once(event, resolve));
    await next('connect');
    const received = next('message');
    await write(one, person.access, 'Hello, all');
    expect(await received).toMatchObject({ text: 'Hello, all' });
    const revoked = next('session_revoked');
    const closed = next('disconnect');
    await t.http.post('/api/logout', {}, { token: person.access });
    expect(await revoked).toEqual({ reason: 'logout' });
    await closed;
    socket.close();
  });

  it('makes no request for the requests that it guards', async () => {
    const person = await newUser();
    await list(one, person.access);
    const before = await requests();
    for (let n = 0; n < 200; n++) expect(await list(one, person.access)).toBe(200);
    expect(await requests()).toBe(before);
  });

  it('becomes stale while the issuer is unavailable, closes, and has missed no event when it is back', async () => {
    const [stays, goes] = [await newUser(), await newUser()];
    for (const person of [stays, goes]) expect(await list(one, person.access)).toBe(200);
    await proxy.disconnect();
    await t.http.post(`/api/users/${goes.id}/ban`, { reason: 'Spam' }, { token: owner.access });
    expect(await list(one, stays.access)).toBe(200);
    await waitFor(async () => (await list(one, stays.access)) === 503, 'it is unsure', 30_000);
    const { headers, body } = await one.http.get('/messages', { token: stays.access });
    expect([body.code, headers.get('retry-after')]).toEqual(['authorization_stale', '2']);
    expect((await one.http.get('/health/ready')).status).toBe(503);
    await proxy.forward();
    await waitFor(async () => (await list(one, stays.access)) === 200, 'it is sure again', 30_000);
    expect(await list(one, goes.access)).toBe(401);
  }, 90_000);

  it('notices a connection that is dead and does not say so', async () => {
    const person = await newUser();
    expect(await list(one, person.access)).toBe(200);
    proxy.blackhole();
    await t.http.post('/api/logout', {}, { token: person.access });
    await waitFor(async () => (await list(one, person.access)) === 503, 'it is unsure', 30_000);
    await proxy.forward();
    await waitFor(async () => (await list(one, person.access)) === 401, 'it knows', 30_000);
  }, 90_000);

  it('shows how it is doing', async () => {
    const { body } = await one.http.get('/metrics');
    for (const name of ['authorization_staleness_seconds', 'authorization_lag_seconds', 'authorization_connects'])
      expect(body).toMatch(new RegExp(`^${name} `, 'm'));
  });
});
