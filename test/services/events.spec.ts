import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Settings } from '#platform';
import { AuthorizationEvents, EventStreams } from '#sessions';
import { freshDatabase } from '../support/database';
import { EventStream } from '../support/event-stream';
import { serviceToken } from '../support/service-token';
import { type TestApp, testApp } from '../support/test-app';
import { until } from '../support/until';

const READ = ['authorization.read'];

describe('the stream of authorization events', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let t: TestApp;
  let other: TestApp;
  const open: EventStream[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    const env = {
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://auth.example.com',
      SECRET_KEY: randomBytes(32).toString('base64'),
    };
    [t, other] = await Promise.all([testApp(env), testApp(env)]);
  });
  afterEach(() => open.splice(0).forEach((stream) => stream.close()));
  afterAll(async () => {
    await Promise.all([t.close(), other.close()]);
    await database.drop();
  });

  /** Both mail; whichever takes the job. */
  const somebody = async () => {
    const person = await t.as.newcomer();
    await t.db.query('UPDATE users SET email_verified = true WHERE id = $1', [person.id]);
    return t.as.signIn(person);
  };
  const token = (options: { clientId?: string; ttl?: number; scopes?: string[] } = {}) =>
    serviceToken({ ...t, url: 'http://auth.example.com' }, options.scopes ?? READ, options);
  const follow = async (app = t, bearer = token()) => {
    const stream = await EventStream.open(app.url, bearer);
    open.push(stream);
    return stream;
  };

  it('is for services that may read it', async () => {
    const { access } = await somebody();
    for (const [bearer, status] of [
      [undefined, 401],
      [access, 403],
      [token({ scopes: ['push.send'] }), 403],
    ] as const)
      expect((await t.http.get('/api/authorization/events', { token: bearer })).status).toBe(status);
  });

  it('begins with a snapshot of all that still matters', async () => {
    const person = await somebody();
    const session = JSON.parse(Buffer.from(person.access.split('.')[1]!, 'base64url').toString()).sid;
    await t.http.post('/api/logout', {}, { token: person.access });
    const stream = await follow();
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toBe('no-store');
    expect(stream.headers.get('x-request-id')).toBeTruthy();
    const { data } = await stream.next('snapshot');
    expect(stream.events[0]!.type).toBe('snapshot');
    expect(data.roles.map(({ name }: { name: string }) => name).sort()).toEqual([
      'admin',
      'moderator',
      'owner',
      'user',
    ]);
    expect(data.ended_sessions.map(({ id }: { id: string }) => id)).toContain(session);
    expect(data.stale_ms).toBeLessThan(10_000);
  });

  it('tells of each change what it was, in every process', async () => {
    const streams = [await follow(t), await follow(other)];
    for (const stream of streams) await stream.next('snapshot');
    const owner = await t.as.owner();
    const [banned, promoted] = [await somebody(), await somebody()];
    const as = { token: owner.access };

    await t.http.post(`/api/users/${banned.id}/ban`, { reason: 'Spam' }, as);
    const made = await t.http.post('/api/roles', { name: 'pinner', custom_permissions: { can_pin: true } }, as);
    await t.http.put(`/api/users/${promoted.id}/roles/${made.body.id}`, undefined, as);
    await t.http.patch(`/api/roles/${made.body.id}`, { custom_permissions: {} }, as);
    await t.http.delete(`/api/roles/${made.body.id}`, as);

    for (const stream of streams) {
      await until(async () => stream.of('role-changed').length >= 3, 'the role is gone');
      const revoked = stream.of('session-revoked').find(({ data }) => data.user_id === banned.id);
      expect(revoked?.data).toMatchObject({ type: 'session-revoked', reason: 'ban' });
      expect(revoked?.id).toBe(String(revoked?.data.seq));
      const claims = stream.of('token-claims-change').find(({ data }) => data.user_id === promoted.id);
      expect(claims?.data.role_ids).toContain(made.body.id);
      const roles = stream.of('role-changed').filter(({ data }) => data.role_id === made.body.id);
      expect(roles.map(({ data }) => data.role && data.role.custom_permissions)).toEqual([{ can_pin: true }, {}, null]);
    }
  });

  it('says each thing once', async () => {
    const stream = await follow();
    await stream.next('snapshot');
    const person = await somebody();
    await t.http.post('/api/logout', {}, { token: person.access });
    await stream.next('session-revoked');
    // This process has it from itself and from the database; the next one comes after both.
    const another = await somebody();
    await other.http.post('/api/logout', {}, { token: another.access });
    await stream.next('session-revoked', 1);
    const seqs = stream.of('session-revoked').map(({ data }) => data.seq);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('shows signs of life', async () => {
    const stream = await follow();
    expect((await stream.next('heartbeat')).data.stale_ms).toBeLessThan(5000);
  });

  it('ends with the token that opened it', async () => {
    const clientId = randomUUID();
    const [revoked, expiring, stays] = [
      await follow(t, token({ clientId })),
      await follow(t, token({ ttl: 3 })),
      await follow(),
    ];
    await t.db.transaction((manager) =>
      t.app.get(AuthorizationEvents).record(manager, 'session-revoked', {
        user_id: null,
        session_ids: [clientId],
        reason: 'service_deleted',
      }),
    );
    await until(async () => revoked.ended, 'the stream of the deleted service ends');
    await until(async () => expiring.ended, 'the stream of the expired token ends', 15_000);
    expect(stays.ended).toBe(false);
  });

  it('carries what is too long for a notification', async () => {
    const streams = [await follow(t), await follow(other)];
    for (const stream of streams) await stream.next('snapshot');
    const custom = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`key_${n}`, 'x'.repeat(200)]));
    const owner = await t.as.owner();
    const made = await t.http.post(
      '/api/roles',
      { name: 'large', custom_permissions: custom },
      { token: owner.access },
    );
    expect(made.status).toBe(201);
    for (const stream of streams)
      expect((await stream.next('role-changed')).data.role.custom_permissions).toEqual(custom);
  });

  it('drops a reader that does not keep up, and nobody else', async () => {
    const good = await follow();
    await good.next('snapshot');
    const { port } = new URL(t.url);
    const lazy = connect(Number(port), '127.0.0.1');
    lazy.pause();
    lazy.on('error', () => undefined);
    lazy.write(`GET /api/authorization/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token()}\r\n\r\n`);
    const streams = t.app.get(EventStreams) as unknown as { open: Map<unknown, unknown> };
    await until(async () => streams.open.size === 2, 'both read');

    const ids = Array.from({ length: 1000 }, () => randomUUID());
    let sent = 0;
    for (; streams.open.size === 2 && sent < 1000; sent++)
      await t.db.transaction((manager) =>
        t.app.get(AuthorizationEvents).record(manager, 'session-revoked', {
          user_id: null,
          session_ids: ids,
          reason: 'ended_by_admin',
        }),
      );
    expect(streams.open.size).toBe(1);
    await until(async () => good.of('session-revoked').length === sent, 'the other reader has it all');
    lazy.destroy();
    expect((await t.http.get('/metrics')).body).toMatch(/authorization_streams_dropped_total 1/);
  });

  it('bounds the streams of one service', async () => {
    const clientId = randomUUID();
    const many = await Promise.all(Array.from({ length: 100 }, () => follow(t, token({ clientId }))));
    expect(many.every(({ status }) => status === 200)).toBe(true);
    const { status, body, headers } = await t.http.get('/api/authorization/events', { token: token({ clientId }) });
    expect([status, body.code, headers.get('retry-after')]).toEqual([429, 'too_many_streams', '5']);
    expect((await follow()).status).toBe(200);
  });

  it('does not hold up the end of the process', async () => {
    const app = await testApp({
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://auth.example.com',
      SECRET_KEY: t.app.get(Settings).SECRET_KEY,
    });
    const stream = await follow(app);
    await stream.next('snapshot');
    const start = Date.now();
    await app.close();
    expect(Date.now() - start).toBeLessThan(5500);
    await until(async () => stream.ended, 'the stream ends');
  });
});
