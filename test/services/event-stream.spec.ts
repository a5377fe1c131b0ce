import type { Server } from 'node:http';
import { connect } from 'node:net';
import { AuthModule, AuthorizationState, type RoleChanged } from '#auth';
import { SigningKeysService } from '#sessions';
import { NestFactory } from '@nestjs/core';
import { EventStreamReader } from '../support/event-stream-reader';
import { claimsOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { runConcurrently } from '../support/concurrency';
import { createService, form, type OAuthService, tokenOf } from '../support/services';
import { aTime, noPermissions, userRole } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const STREAM = '/api/authorization/events';

describe('GET /api/authorization/events', () => {
  let t: TestApp;
  let owner: TestUser;
  let service: OAuthService;
  const readers: EventStreamReader[] = [];
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    service = await createService(t.http, owner);
  });
  afterEach(() => readers.splice(0).forEach((reader) => reader.close()));
  afterAll(() => t.close());

  const open = async (as = service): Promise<EventStreamReader> => {
    const reader = await EventStreamReader.open(t.url, await tokenOf(t.http, as));
    readers.push(reader);
    return reader;
  };
  const post = (path: string, body: unknown) => t.http.post(path, body, { token: owner.access });
  const metric = async (name: string) => {
    const { body } = await t.http.get('/metrics');
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)![1]);
  };
  const sessionOf = ({ access }: TestUser): string => claimsOf(access).sid;

  it('begins with a snapshot of all roles and of what still matters of the past', async () => {
    const gone = await t.as.verifiedUser();
    await t.http.post('/api/logout', {}, { token: gone.access });
    const raised = await t.as.userWithRoles(['moderator']);
    const { headers, events, snapshot } = await open();
    expect(events.map(({ type }) => type)).toEqual(['snapshot']);
    expect(Object.keys(snapshot).sort()).toEqual([
      'access_token_ttl',
      'changed_claims',
      'changed_roles',
      'ended_sessions',
      'roles',
      'signing_keys',
      'stale_ms',
      'time',
    ]);
    expect(snapshot.stale_ms).toBeLessThan(10_000);
    const names = snapshot.roles.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['owner', 'admin', 'moderator', 'user']));
    expect(snapshot.roles).toContainEqual(userRole);
    expect(snapshot.ended_sessions).toContainEqual({ id: sessionOf(gone), expires_at: aTime });
    const { role_ids } = snapshot.changed_claims.find(({ user_id }: { user_id: string }) => user_id === raised.id);
    expect(role_ids).toHaveLength(2);

    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('x-request-id')).toBeTruthy();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-encoding')).toBeNull();
  });

  it('sends each change when it is committed, with its number as id', async () => {
    const [reader, person, banned] = [await open(), await t.as.verifiedUser(), await t.as.verifiedUser()];
    await t.http.post('/api/logout', {}, { token: person.access });
    const logout = await reader.next('session-revoked', ({ reason }) => reason === 'logout');
    expect(logout.data).toEqual({
      type: 'session-revoked',
      seq: Number(logout.id),
      at: aTime,
      expires_at: aTime,
      user_id: person.id,
      session_ids: [sessionOf(person)],
      reason: 'logout',
    });

    await post(`/api/users/${banned.id}/ban`, { reason: 'Spam' });
    const ban = await reader.next('session-revoked', ({ user_id }) => user_id === banned.id);
    expect(ban.data).toMatchObject({ reason: 'ban', session_ids: [sessionOf(banned)] });

    const { body: role } = await post('/api/roles', { name: 'pinner', priority: 5 });
    await reader.next('role-changed', ({ role_id }) => role_id === role.id);
    await t.http.patch(`/api/roles/${role.id}`, { custom_permissions: { can_pin: true } }, { token: owner.access });
    const edit = await reader.next('role-changed', (data) => data.role?.custom_permissions.can_pin === true);
    expect(edit.data.role).toMatchObject({ id: role.id, name: 'pinner', priority: 5, is_system: false });

    const changed = await t.as.verifiedUser();
    await post('/api/assign-role', { user_id: changed.id, role: 'pinner' });
    const claims = await reader.next('token-claims-change', (data) => data.role_ids.includes(role.id));
    expect(claims.data).toMatchObject({ user_id: changed.id, email_verified: true });

    await t.http.delete(`/api/roles/${role.id}`, { token: owner.access });
    const removed = await reader.next('role-changed', (data) => data.role_id === role.id && data.role === null);

    const order = [logout, ban, edit, claims, removed].map(({ id }) => Number(id));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('sends a heartbeat each few seconds', async () => {
    const reader = await open();
    const { data, id } = await reader.next('heartbeat');
    expect(Object.keys(data)).toEqual(['stale_ms', 'time']);
    expect(Math.abs(Date.parse(data.time) - Date.now())).toBeLessThan(10_000);
    expect(data.stale_ms).toBeLessThan(10_000);
    expect(id).toBeFalsy();
  });

  it('loses nothing between the snapshot and the first event, whenever a reader comes', async () => {
    const person = await t.as.verifiedUser();
    const devices = await runConcurrently(30, () => t.as.signIn(person));
    const [, opened] = await Promise.all([
      Promise.all(devices.map(({ access }) => t.http.post('/api/logout', {}, { token: access }))),
      runConcurrently(10, async (n) => {
        await new Promise((resolve) => setTimeout(resolve, n * 10));
        return open();
      }),
    ]);
    for (const { snapshot, events } of opened) {
      const known = () =>
        new Set([
          ...snapshot.ended_sessions.map(({ id }: { id: string }) => id),
          ...events.flatMap(({ data }) => data.session_ids ?? []),
        ]);
      await waitFor(() => devices.every((device) => known().has(sessionOf(device))), 'all ends are known');
    }
  });

  describe('ends, and says so, when', () => {
    const endings: [string, (as: OAuthService) => Promise<unknown>][] = [
      ['its service is removed', ({ id }) => t.http.delete(`/api/services/${id}`, { token: owner.access })],
      [
        'its scope is taken away',
        ({ id }) => t.http.patch(`/api/services/${id}`, { scopes: ['push.send'] }, { token: owner.access }),
      ],
    ];
    it.each(endings)('%s', async (_, end) => {
      const other = await open();
      const doomed = await createService(t.http, owner);
      const reader = await open(doomed);
      await end(doomed);
      expect((await reader.next('reconnect')).data).toEqual({ reason: 'token_revoked' });
      await reader.ended();
      expect(reader.events.at(-2)).toMatchObject({ type: 'session-revoked', data: { user_id: null } });
      expect(other.hasEnded).toBe(false);
    });

    it('its token is revoked, though another one of the service lives', async () => {
      const [doomed, other] = [await tokenOf(t.http, service), await open()];
      const reader = await EventStreamReader.open(t.url, doomed);
      await form(t.http, '/oauth/revoke', { token: doomed }, service);
      await reader.next('reconnect');
      await reader.ended();
      await other.next('session-revoked', ({ session_ids }) => session_ids.includes(claimsOf(doomed).jti));
      expect(other.hasEnded).toBe(false);
    });

    it('the key of its token has leaked', async () => {
      const reader = await open();
      await t.app.get(SigningKeysService).rotate({ leaked: true });
      expect((await reader.next('reconnect')).data).toEqual({ reason: 'token_revoked' });
      await reader.ended();
      owner = await t.as.owner();
    });
  });

  it('drops who does not keep up, and goes on for all others', async () => {
    const healthy = await open();
    const token = await tokenOf(t.http, service);
    const { hostname, port } = new URL(t.url);
    const stuck = connect(Number(port), hostname);
    let got = '';
    stuck.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')));
    stuck.write(`GET ${STREAM} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await waitFor(() => got.includes('event: snapshot'), 'the snapshot is there');
    stuck.pause();

    const [before, streams] = [
      await metric('authorization_streams_dropped_total'),
      await metric('authorization_streams_open'),
    ];
    // Far more than the network's own buffers take: 64 MB in all.
    let sent = 0;
    while (sent < 640 && (await metric('authorization_streams_dropped_total')) === before) {
      for (let n = 0; n < 8; n++) t.app.get(AuthorizationState).apply(aLargeEvent(1_000_000_000 + sent++));
      await healthy.next('role-changed', ({ seq }) => seq === 1_000_000_000 + sent - 1);
    }
    expect(await metric('authorization_streams_dropped_total')).toBe(before + 1);
    expect(await metric('authorization_streams_open')).toBe(streams - 1);
    const big = healthy.events.filter(({ data }) => data.seq >= 1_000_000_000).map(({ data }) => data.seq);
    expect(big).toEqual(Array.from({ length: sent }, (_, n) => 1_000_000_000 + n));
    expect(healthy.hasEnded).toBe(false);

    const closed = new Promise((resolve) => stuck.once('close', resolve).once('error', () => undefined));
    stuck.resume();
    await closed;
    expect(got).not.toContain(`id: ${1_000_000_000 + sent - 1}\n`);
  });

  it('takes a service a hundred times, and no more', async () => {
    const [crowd, other] = [await createService(t.http, owner), await createService(t.http, owner)];
    const token = await tokenOf(t.http, crowd);
    const crowded = await runConcurrently(100, () => EventStreamReader.open(t.url, token));
    readers.push(...crowded);
    const { status, headers, body } = await t.http.get(STREAM, { token });
    expect([status, body.code]).toEqual([429, 'too_many_streams']);
    expect(headers.get('retry-after')).toBe('5');
    await open(other);
    expect(await metric('authorization_streams_open')).toBe(101);
    crowded[0]!.close();
    await waitFor(async () => (await metric('authorization_streams_open')) === 100, 'who left is forgotten');
    readers.push(await EventStreamReader.open(t.url, token));
  });

  it('keeps a service up to date that follows with the library', async () => {
    const person = await t.as.signIn(await t.as.verifiedUser());
    const follower = await NestFactory.createApplicationContext(
      AuthModule.forRoot({ issuer: t.url, credentials: { clientId: service.id, clientSecret: service.secret } }),
      { logger: false },
    );
    try {
      await follower.init();
      const state = follower.get(AuthorizationState);
      await waitFor(() => state.staleness() < 10_000, 'it has a snapshot');
      expect(state.size().roles).toBe(t.app.get(AuthorizationState).size().roles);
      expect(state.isSessionRevoked(sessionOf(person))).toBe(false);
      await t.http.post('/api/logout', {}, { token: person.access });
      await waitFor(() => state.isSessionRevoked(sessionOf(person)), 'it knows of the logout');
    } finally {
      await follower.close();
    }
  });
});

describe('a stream of authorization events', () => {
  it('ends with its token', async () => {
    const t = await testApp({ ACCESS_TOKEN_TTL: '3s' });
    const service = await createService(t.http, await t.as.owner());
    const reader = await EventStreamReader.open(t.url, await tokenOf(t.http, service));
    expect((await reader.next('reconnect')).data).toEqual({ reason: 'token_expired' });
    await reader.ended();
    await t.close();
  });

  it('does not hold the end of the process up, whether it is read or not', async () => {
    const t = await testApp();
    const service = await createService(t.http, await t.as.owner());
    const token = await tokenOf(t.http, service);
    const reader = await EventStreamReader.open(t.url, token);
    const { hostname, port } = new URL(t.url);
    const stuck = connect(Number(port), hostname).on('error', () => undefined);
    await new Promise<void>((resolve) => {
      stuck.once('data', () => (stuck.pause(), resolve()));
      stuck.write(`GET ${STREAM} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    });
    for (let n = 0; n < 40; n++) t.app.get(AuthorizationState).apply(aLargeEvent(1_000_000_000 + n));
    // What is open is cut after 6 s; this must not come to that.
    const cut = jest.spyOn(t.app.getHttpServer() as Server, 'closeAllConnections');
    await t.close();
    expect(cut).not.toHaveBeenCalled();
    expect((await reader.next('reconnect')).data).toEqual({ reason: 'shutdown' });
    await reader.ended();
    stuck.destroy();
  });
});

/** 100 kB about one role, as if it were edited again and again. */
function aLargeEvent(seq: number): RoleChanged {
  const [at, expires_at] = [new Date().toISOString(), new Date(Date.now() + 60_000).toISOString()];
  const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
  const description = String(seq).padEnd(100_000, '.');
  return {
    type: 'role-changed',
    ...{ seq, at, expires_at },
    role_id: id,
    role: { ...role, id, description },
  };
}

const role = {
  name: 'large',
  created_at: '2026-11-23T09:30:00.000Z',
  priority: 0,
  custom_permissions: {},
  is_system: false,
  require_mfa: false,
  ...noPermissions,
};
