import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../support/people';
import { type Watcher, Watchers } from '../support/presence';
import { race } from '../support/race';
import { aTime } from '../support/shapes';
import { testApp, type TestApp } from '../support/test-app';
import { until } from '../support/until';

let t: TestApp;
let sockets: Watchers;
let owner: Person;
let watcher: Watcher;

beforeAll(async () => {
  t = await testApp();
  sockets = new Watchers(t.url);
  owner = await t.as.owner();
  watcher = await sockets.connect(owner);
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

type End = (person: Person) => Promise<{ status: number }>;
const asOwner = () => ({ token: owner.access });

describe('a socket is told why, and closed', () => {
  const ends: [name: string, reason: string, end: End][] = [
    ['logout', 'logout', ({ access: token }) => t.http.post('/api/logout', {}, { token })],
    ['a ban', 'ban', ({ id }) => t.http.post(`/api/users/${id}/ban`, { reason: 'spam' }, asOwner())],
    ['a deactivation', 'deactivated', ({ id }) => t.http.patch(`/api/users/${id}`, { is_active: false }, asOwner())],
    ['a deletion', 'account_deleted', ({ id }) => t.http.delete(`/api/users/${id}`, asOwner())],
    ['an end by an admin', 'ended_by_admin', ({ id }) => t.http.delete(`/api/users/${id}/sessions`, asOwner())],
  ];

  it.each(ends)('at %s', async (_name, reason, end) => {
    const person = await t.as.somebody();
    const own = await race(3, () => sockets.connect(person));
    await watcher.watch(person);
    expect((await end(person)).status).toBeLessThan(300);
    for (const one of own) {
      expect(await one.told('session_revoked')).toEqual({ reason });
      await one.told('disconnect');
      // The reason comes first.
      expect(one.events.map(({ name }) => name).slice(-2)).toEqual(['session_revoked', 'disconnect']);
    }
    await watcher.sees(person, { is_online: false, devices: '' });
    expect((await sockets.refused({ token: person.access })).code).toBe('invalid_token');
  });

  it('when the password changes, but not on the device that changed it', async () => {
    const here = await t.as.somebody();
    const there = await t.as.signIn(here);
    const [stays, goes] = [await sockets.connect(here), await sockets.connect(there, { device_type: 'ios' })];
    await watcher.watch(here);
    const { status } = await t.http.post(
      '/api/password/change',
      { current_password: here.password, new_password: 'another horse battery' },
      { token: here.access },
    );
    expect(status).toBe(200);
    expect(await goes.told('session_revoked')).toEqual({ reason: 'password_change' });
    await goes.told('disconnect');
    await watcher.sees(here, { is_online: true, devices: 'web' });
    expect(await stays.ask('activity', {})).toEqual({});
  });
});

describe('what a user may do', () => {
  it('is told when a role is given, edited and taken', async () => {
    const person = await t.as.somebody();
    const own = await sockets.connect(person);
    const { body: role } = await t.http.post(
      '/api/roles',
      { name: `keeper${Date.now()}`, priority: 5, can_moderate: true },
      asOwner(),
    );
    const count = () => own.values('permissions').length;
    const last = () => own.values('permissions').at(-1).permissions;

    await t.http.put(`/api/users/${person.id}/roles/${role.id}`, undefined, asOwner());
    await until(() => count() === 1, 'the role is told');
    expect(last()).toMatchObject({ can_moderate: true, can_ban_users: false });
    await t.http.patch(`/api/roles/${role.id}`, { can_ban_users: true }, asOwner());
    await until(() => count() === 2, 'the edit is told');
    expect(last()).toMatchObject({ can_moderate: true, can_ban_users: true });
    await t.http.delete(`/api/users/${person.id}/roles/${role.id}`, asOwner());
    await until(() => count() === 3, 'the loss is told');
    expect(last()).toMatchObject({ can_moderate: false, can_ban_users: false });
    expect(own.socket.connected).toBe(true);
  });
});

describe('with tokens of 3 seconds', () => {
  let short: TestApp;
  let those: Watchers;
  beforeAll(async () => {
    short = await testApp({ ACCESS_TOKEN_TTL: '3s' });
    those = new Watchers(short.url);
  });
  afterAll(async () => {
    those.close();
    await short.close();
  });

  it('a socket ends with its token', async () => {
    const person = await short.as.somebody();
    const own = await those.connect(await short.as.signIn(person));
    expect(await own.told('session_revoked')).toEqual({ reason: 'token_expired' });
    await own.told('disconnect');
  });

  it('a socket that is handed fresh ones outlives them', async () => {
    const person = await short.as.signIn(await short.as.somebody());
    const own = await those.connect(person);
    let { refresh } = person;
    for (let n = 0; n < 3; n++) {
      await sleep(1500);
      const { body } = await short.http.post('/api/token/refresh', { refresh });
      refresh = body.refresh;
      const { expires_at } = await own.ask('authenticate', { token: body.access });
      expect(expires_at).toEqual(aTime);
      expect(Date.parse(expires_at)).toBeGreaterThan(Date.now());
    }
    expect(own.values('session_revoked')).toEqual([]);
    expect(await own.ask('activity', {})).toEqual({});
    expect(await own.told('session_revoked')).toEqual({ reason: 'token_expired' });
  });

  it('takes no token of another session, and none that does not hold', async () => {
    const [ann, ben] = await race(2, () => t.as.somebody());
    const own = await sockets.connect(ann!);
    const other = await t.as.signIn(ann!);
    for (const token of [ben!.access, other.access, 'junk', ann!.refresh])
      expect(await own.ask('authenticate', { token })).toMatchObject({ error: { status: 401, code: 'invalid_token' } });
    expect(await own.ask('authenticate', { token: ann!.access })).toEqual({ expires_at: aTime });
    expect(own.socket.connected).toBe(true);
  });
});
