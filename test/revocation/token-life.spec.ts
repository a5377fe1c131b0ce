import { randomBytes } from 'node:crypto';
import { Authenticator, AuthModule, AuthorizationState } from '#auth';
import { NestFactory } from '@nestjs/core';
import { backdatedToken } from '../support/backdated-token';
import { freshDatabase } from '../support/database';
import { EventStreamReader } from '../support/event-stream-reader';
import { freePort } from '../../tools/free-port';
import { claimsOf } from '../support/jwt';
import { createService, basicAuth, form, tokenOf } from '../support/services';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const MINUTE = 60;
const HOUR = 3600;

describe('what was revoked stays revoked, whatever ACCESS_TOKEN_TTL is and becomes', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let shared: NodeJS.ProcessEnv;
  const open = new Set<TestApp>();
  beforeEach(async () => {
    database = await freshDatabase();
    shared = { DATABASE_URL: database.url, SECRET_KEY: randomBytes(32).toString('base64') };
  });
  afterEach(async () => {
    for (const app of open) await stop(app);
    await database.drop();
  });

  const start = async (ttl: string, env: NodeJS.ProcessEnv = {}): Promise<TestApp> => {
    const app = await testApp({ PUBLIC_URL: 'http://auth.example.com', ...shared, ACCESS_TOKEN_TTL: ttl, ...env });
    open.add(app);
    return app;
  };
  const stop = async (app: TestApp) => {
    open.delete(app);
    await app.close();
  };
  const status = async (app: TestApp, token: string) => (await app.http.get('/api/profile', { token })).status;
  /** As if so much time had passed since all that has happened. */
  const pass = (app: TestApp, seconds: number) =>
    app.db.query(
      `UPDATE authorization_events SET at = at - make_interval(secs => $1),
                  expires_at = expires_at - make_interval(secs => $1)`,
      [seconds],
    );

  it('lowered, then a ban, then raised: a token of before never holds again', async () => {
    let app = await start('1h');
    const { access: first, ...person } = await app.as.verifiedUser();
    const token = backdatedToken(app, first, 20 * MINUTE, HOUR);
    expect(await status(app, token)).toBe(200);
    await stop(app);

    app = await start('10s');
    expect(await status(app, token)).toBe(401);
    const owner = await app.as.owner();
    const young = backdatedToken(app, first, 0, HOUR);
    expect(await status(app, young)).toBe(200);
    await app.http.post(`/api/users/${person.id}/ban`, { reason: 'Spam' }, { token: owner.access });
    expect(await status(app, young)).toBe(401);
    await pass(app, 10 * MINUTE);
    app.app.get(AuthorizationState).prune(Date.now() + 10 * MINUTE * 1000);
    expect(await status(app, backdatedToken(app, first, 10 * MINUTE, HOUR))).toBe(401);
    await stop(app);

    app = await start('1h');
    expect([await status(app, token), await status(app, backdatedToken(app, first, 10 * MINUTE, HOUR))]).toEqual([
      401, 401,
    ]);
  });

  it('two processes that differ: what the one with the short life revokes holds for the long-lived tokens', async () => {
    const [long, short] = [await start('1h'), await start('10s')];
    const [{ access }, raised] = [await long.as.unverifiedUser(), await long.as.unverifiedUser()];
    const token = backdatedToken(long, access, 2 * MINUTE, HOUR);
    const profile = (app: TestApp) => app.http.get('/api/profile', { token });
    expect([(await profile(long)).status, (await profile(short)).status]).toEqual([200, 401]);
    await short.http.post('/api/logout', {}, { token: backdatedToken(short, access, 0, HOUR) });
    await waitFor(async () => (await profile(long)).status === 401, 'the logout has come');
    const owner = await short.as.owner();
    await short.http.post(
      '/api/assign-role',
      { user_id: raised.id, role: 'moderator' },
      { token: backdatedToken(short, owner.access, 0, HOUR) },
    );
    await pass(long, 20 * MINUTE);
    await stop(long);

    const again = await start('1h');
    expect((await profile(again)).status).toBe(401);
    const { body } = await again.http.get('/api/profile', {
      token: backdatedToken(again, raised.access, 20 * MINUTE, HOUR),
    });
    expect(body.roles.map(({ name }: { name: string }) => name)).toContain('moderator');
  });

  it('events are kept for the longest life that can be set, also those of a process of the version before', async () => {
    const app = await start('10s');
    const { access } = await app.as.unverifiedUser();
    await app.http.post('/api/logout', {}, { token: access });
    await app.db.query(
      `INSERT INTO authorization_events (type, expires_at, payload)
       VALUES ('session-revoked', now() + interval '70 s', '{"user_id": null, "session_ids": ["x"], "reason": "logout"}')`,
    );
    const rows = await app.db.query(
      `SELECT min(extract(epoch FROM expires_at - at)) AS kept, count(*) AS rows FROM authorization_events`,
    );
    expect(Number(rows[0].kept)).toBeGreaterThanOrEqual(24 * HOUR + 2 * MINUTE);
    expect(Number(rows[0].rows)).toBeGreaterThanOrEqual(2);
  });

  it('a service follows the setting: in its requests, whatever the token says of itself', async () => {
    const port = await freePort();
    const here = { PUBLIC_URL: `http://127.0.0.1:${port}`, PORT: String(port) };
    let app = await start('1h', here);
    const service = await createService(app.http, await app.as.owner());
    const follower = await NestFactory.createApplicationContext(
      AuthModule.forRoot({ issuer: app.url, credentials: { clientId: service.id, clientSecret: service.secret } }),
      { logger: false },
    );
    try {
      await follower.init();
      const [state, authenticator] = [follower.get(AuthorizationState), follower.get(Authenticator)];
      await waitFor(() => state.accessTokenTtl === HOUR, 'it follows');
      const { access } = await app.as.verifiedUser();
      const token = backdatedToken(app, access, 10 * MINUTE, HOUR);
      const caller = (await authenticator.verify(token))!;
      await waitFor(() => typeof authenticator.authorize(caller) === 'object', 'it holds there');
      await stop(app);
      app = await start('5m', here);
      await waitFor(() => state.accessTokenTtl === 5 * MINUTE, 'it follows again');
      expect(authenticator.authorize(caller)).toBe('invalid_token');
      expect(await authenticator.verify(token)).toBeUndefined();
      expect(await authenticator.verify(backdatedToken(app, access, 10 * MINUTE, HOUR))).toBeUndefined();
      expect(await authenticator.verify(backdatedToken(app, access, MINUTE, HOUR))).toBeDefined();
    } finally {
      await follower.close();
    }
  });

  it('a token of a service ends with it too, with its stream; introspection says when', async () => {
    const app = await start('5m');
    const service = await createService(app.http, await app.as.owner());
    const token = await tokenOf(app.http, service);
    const old = backdatedToken(app, token, 10 * MINUTE, HOUR);
    await expect(EventStreamReader.open(app.url, old)).rejects.toThrow('401');
    const young = backdatedToken(app, token, MINUTE, HOUR);
    const introspect = async (asked: string) =>
      (await form(app.http, '/oauth/introspect', { token: asked }, service)).body;
    expect(await introspect(old)).toEqual({ active: false });
    expect((await introspect(young)).exp).toBe(claimsOf(young).iat + 5 * MINUTE);

    const ending = backdatedToken(app, token, 5 * MINUTE - 2, HOUR);
    const reader = await EventStreamReader.open(app.url, ending);
    expect(reader.snapshot.access_token_ttl).toBe(5 * MINUTE);
    expect((await reader.next('reconnect')).data).toEqual({ reason: 'token_expired' });
    expect(
      (await app.http.post('/oauth/token', { grant_type: 'client_credentials' }, { headers: basicAuth(service) })).body,
    ).toMatchObject({ expires_in: 5 * MINUTE });
  });
});
