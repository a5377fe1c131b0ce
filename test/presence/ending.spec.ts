import { setTimeout as sleep } from 'node:timers/promises';
import type { TestUser } from '../support/test-users';
import { type PresenceClient, PresenceClients } from '../support/presence-client';
import { runConcurrently } from '../support/concurrency';
import { aTime } from '../support/matchers';
import { testApp, type TestApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let t: TestApp;
let sockets: PresenceClients;
let owner: TestUser;
let watcher: PresenceClient;

beforeAll(async () => {
  t = await testApp();
  sockets = new PresenceClients(t.url);
  owner = await t.as.owner();
  watcher = await sockets.connect(owner);
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

type End = (person: TestUser) => Promise<{ status: number }>;
const asOwner = () => ({ token: owner.access });

describe('a socket gets the reason, and is closed', () => {
  const ends: [name: string, reason: string, end: End][] = [
    ['logout', 'logout', ({ access: token }) => t.http.post('/api/logout', {}, { token })],
    ['a ban', 'ban', ({ id }) => t.http.post(`/api/users/${id}/ban`, { reason: 'spam' }, asOwner())],
    ['a deactivation', 'deactivated', ({ id }) => t.http.patch(`/api/users/${id}`, { is_active: false }, asOwner())],
    ['a deletion', 'account_deleted', ({ id }) => t.http.delete(`/api/users/${id}`, asOwner())],
    ['an end by an admin', 'ended_by_admin', ({ id }) => t.http.delete(`/api/users/${id}/sessions`, asOwner())],
  ];

  it.each(ends)('at %s', async (_name, reason, end) => {
    const person = await t.as.verifiedUser();
    const own = await runConcurrently(3, () => sockets.connect(person));
    await watcher.watch(person);
    expect((await end(person)).status).toBeLessThan(300);
    for (const one of own) {
      expect(await one.waitForEvent('session_revoked')).toEqual({ reason });
      await one.waitForEvent('disconnect');
      // The reason comes first.
      expect(one.events.map(({ name }) => name).slice(-2)).toEqual(['session_revoked', 'disconnect']);
    }
    await watcher.waitForStatus(person, { is_online: false, devices: '' });
    expect((await sockets.connectionError({ token: person.access })).code).toBe('invalid_token');
  });

  it('when the password changes, but not on the device that changed it', async () => {
    const here = await t.as.verifiedUser();
    const there = await t.as.signIn(here);
    const [stays, goes] = [await sockets.connect(here), await sockets.connect(there, { device_type: 'ios' })];
    await watcher.watch(here);
    const { status } = await t.http.post(
      '/api/password/change',
      { current_password: here.password, new_password: 'another horse battery' },
      { token: here.access },
    );
    expect(status).toBe(200);
    expect(await goes.waitForEvent('session_revoked')).toEqual({ reason: 'password_change' });
    await goes.waitForEvent('disconnect');
    await watcher.waitForStatus(here, { is_online: true, devices: 'web' });
    expect(await stays.request('activity', {})).toEqual({});
  });
});

describe('what a user may do', () => {
  it('gets the permissions when a role is assigned, edited and removed', async () => {
    const person = await t.as.verifiedUser();
    const own = await sockets.connect(person);
    const { body: role } = await t.http.post(
      '/api/roles',
      { name: `keeper${Date.now()}`, priority: 5, can_moderate: true },
      asOwner(),
    );
    const count = () => own.values('permissions').length;
    const last = () => own.values('permissions').at(-1).permissions;

    await t.http.put(`/api/users/${person.id}/roles/${role.id}`, undefined, asOwner());
    await waitFor(() => count() === 1, 'the assignment is reported');
    expect(last()).toMatchObject({ can_moderate: true, can_ban_users: false });
    await t.http.patch(`/api/roles/${role.id}`, { can_ban_users: true }, asOwner());
    await waitFor(() => count() === 2, 'the edit is reported');
    expect(last()).toMatchObject({ can_moderate: true, can_ban_users: true });
    await t.http.delete(`/api/users/${person.id}/roles/${role.id}`, asOwner());
    await waitFor(() => count() === 3, 'the removal is reported');
    expect(last()).toMatchObject({ can_moderate: false, can_ban_users: false });
    expect(own.socket.connected).toBe(true);
  });
});

describe('with tokens of 3 seconds', () => {
  let short: TestApp;
  let those: PresenceClients;
  beforeAll(async () => {
    short = await testApp({ ACCESS_TOKEN_TTL: '3s' });
    those = new PresenceClients(short.url);
  });
  afterAll(async () => {
    those.close();
    await short.close();
  });

  it('a socket ends with its token', async () => {
    const person = await short.as.verifiedUser();
    const own = await those.connect(await short.as.signIn(person));
    expect(await own.waitForEvent('session_revoked')).toEqual({ reason: 'token_expired' });
    await own.waitForEvent('disconnect');
  });

  it('a socket that is handed fresh ones outlives them', async () => {
    const person = await short.as.signIn(await short.as.verifiedUser());
    const own = await those.connect(person);
    let { refresh } = person;
    for (let n = 0; n < 3; n++) {
      await sleep(1500);
      const { body } = await short.http.post('/api/token/refresh', { refresh });
      refresh = body.refresh;
      const { expires_at } = await own.request('authenticate', { token: body.access });
      expect(expires_at).toEqual(aTime);
      expect(Date.parse(expires_at)).toBeGreaterThan(Date.now());
    }
    expect(own.values('session_revoked')).toEqual([]);
    expect(await own.request('activity', {})).toEqual({});
    expect(await own.waitForEvent('session_revoked')).toEqual({ reason: 'token_expired' });
  });

  it('takes no token of another session, and none that does not hold', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const own = await sockets.connect(ann!);
    const other = await t.as.signIn(ann!);
    for (const token of [ben!.access, other.access, 'junk', ann!.refresh])
      expect(await own.request('authenticate', { token })).toMatchObject({
        error: { status: 401, code: 'invalid_token' },
      });
    expect(await own.request('authenticate', { token: ann!.access })).toEqual({ expires_at: aTime });
    expect(own.socket.connected).toBe(true);
  });
});
