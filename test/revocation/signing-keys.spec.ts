import { Authenticator, AuthModule, AuthorizationState } from '#auth';
import { AuthorizationListener, SigningKeysService } from '#sessions';
import { NestFactory } from '@nestjs/core';
import { EventStreamReader } from '../support/event-stream-reader';
import { headerOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { runCli } from '../support/run-cli';
import { createService, tokenOf } from '../support/services';
import { serviceToken } from '../support/service-token';
import { type TestApp, testApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

const kidsOf = async (app: TestApp): Promise<string[]> =>
  (await app.http.get('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid).sort();
const status = async (app: TestApp, token: string) => (await app.http.get('/api/profile', { token })).status;
const rotate = (app: TestApp, how: { immediately?: boolean; leaked?: boolean } = {}) =>
  app.app.get(SigningKeysService).rotate(how);

describe('signing keys of several processes', () => {
  let apps: TwoApps;
  let one: TestApp;
  let other: TestApp;
  let person: TestUser;
  beforeEach(async () => {
    apps = await twoApps();
    ({ one, other } = apps);
    person = await verified(one);
  });
  afterEach(() => apps.close());

  const verified = async (app: TestApp) => {
    const newcomer = await app.as.unverifiedUser();
    await app.db.query('UPDATE users SET email_verified = true WHERE id = $1', [newcomer.id]);
    return app.as.signIn(newcomer);
  };
  const everywhere = () => [one, other];
  const both = <T>(ask: (app: TestApp) => Promise<T>) => Promise.all(everywhere().map(ask));

  it('a key past its retirement is neither published nor accepted anywhere, without a restart', async () => {
    const old = headerOf(person.access).kid;
    const { kid } = await rotate(one, { immediately: true });
    await waitFor(async () => (await both(kidsOf)).every((kids) => kids.length === 2), 'both have both keys');
    expect(await both((app) => status(app, person.access))).toEqual([200, 200]);
    await one.db.query(`UPDATE signing_keys SET retires_at = now() + interval '1 s' WHERE kid = $1`, [old]);
    await waitFor(async () => (await both(kidsOf)).every((kids) => kids.length === 1), 'it has left both key sets');
    expect(await both(kidsOf)).toEqual([[kid], [kid]]);
    expect(await both((app) => status(app, person.access))).toEqual([401, 401]);
  });

  it('while a new key waits to sign, a process or a command that starts makes none of its own', async () => {
    const { kid } = await rotate(one);
    const late = await testApp({
      DATABASE_URL: one.databaseUrl,
      PUBLIC_URL: 'http://auth.example.com',
      SECRET_KEY: apps.secretKey,
    });
    try {
      await late.app.get(SigningKeysService).ensureKey();
      const env = { DATABASE_URL: one.databaseUrl, SECRET_KEY: apps.secretKey, DATA_DIR: one.dataDir };
      const { code } = await runCli(
        ['create-owner', '--email', 'second@example.com', '--username', 'second', '--full-name', 'Second'],
        {
          env,
          input: 'correct horse battery\n',
        },
      );
      expect(code).toBe(0);
      const [{ keys }] = await one.db.query('SELECT count(*)::int AS keys FROM signing_keys');
      expect(keys).toBe(2);
      const kids = [headerOf(person.access).kid, kid].sort();
      expect(await Promise.all([...everywhere(), late].map(kidsOf))).toEqual([kids, kids, kids]);
      const { access } = await late.as.signIn(person);
      expect(headerOf(access).kid).toBe(headerOf(person.access).kid);
      expect(await both((app) => status(app, access))).toEqual([200, 200]);
    } finally {
      await late.close();
    }
  });

  it('a token of a new key holds everywhere from its first moment', async () => {
    for (let n = 0; n < 5; n++) {
      const { kid } = await rotate(one, { immediately: true });
      await waitFor(() => one.app.get(SigningKeysService).currentSigner().kid === kid, 'the one signs with it');
      const { access } = await one.as.signIn(person);
      expect([headerOf(access).kid, await status(other, access)]).toEqual([kid, 200]);
    }
  });

  it('a key that was rotated out before it was active never signs: its tokens would outlive it', async () => {
    const keys = one.app.get(SigningKeysService);
    const { kid: overtaken, activeAt } = await rotate(one);
    const { kid } = await rotate(one, { immediately: true });
    await waitFor(() => keys.currentSigner().kid === kid, 'the newest signs');
    for (const later of [1000, 600_000, 3_600_000]) {
      const now = activeAt.getTime() + later;
      expect(keys.currentSigner(now).kid).toBe(kid);
      const states = new Map((await keys.list(now)).map((key) => [key.kid, key.state]));
      expect([states.get(kid), states.get(overtaken)]).toEqual(['signing', 'retiring']);
    }
  });

  it('a leaked key closes sockets and streams of every process, and its private half is gone', async () => {
    const sockets = everywhere().map((app) => new PresenceClients(app.url));
    const own = await Promise.all(sockets.map((watchers) => watchers.connect(person)));
    const token = serviceToken(one.app, ['authorization.read']);
    const readers = await both((app) => EventStreamReader.open(app.url, token));
    const old = headerOf(person.access).kid;
    const { kid } = await rotate(one, { leaked: true });
    for (const socket of own) {
      expect(await socket.waitForEvent('session_revoked')).toEqual({ reason: 'token_revoked' });
      await socket.waitForEvent('disconnect');
    }
    for (const reader of readers) {
      const { data } = await reader.next('signing-keys-changed');
      expect(data.signing_keys).toContainEqual(expect.objectContaining({ kid, retires_at: null, kty: 'EC' }));
      const withdrawn = data.signing_keys.find((key: { kid: string }) => key.kid === old);
      expect(Date.parse(withdrawn.retires_at)).toBeLessThan(Date.now());
      expect((await reader.next('reconnect')).data).toEqual({ reason: 'token_revoked' });
    }
    expect(await both((app) => status(app, person.access))).toEqual([401, 401]);
    expect(await both(kidsOf)).toEqual([[kid], [kid]]);
    const [{ sealed }] = await one.db.query('SELECT sealed_private_key AS sealed FROM signing_keys WHERE kid = $1', [
      old,
    ]);
    expect(sealed).toBe('');
    sockets.forEach((watchers) => watchers.close());
  });

  it('word that was lost is made up for', async () => {
    await one.db.query('ALTER TABLE signing_keys DISABLE TRIGGER signing_keys_notify');
    const first = await rotate(one, { leaked: true });
    expect(await kidsOf(other)).not.toContain(first.kid);
    for (const app of everywhere()) app.app.get(AuthorizationListener).refresh();
    await waitFor(async () => (await both(kidsOf)).every(([kid]) => kid === first.kid), 'the keys were read again');

    const second = await rotate(one, { leaked: true });
    await one.db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'collabsphere-listen'`,
    );
    await waitFor(async () => (await both(kidsOf)).every(([kid]) => kid === second.kid), 'both have connected anew');
  });

  it('word that could not be followed at once is followed later', async () => {
    await one.db.query('ALTER TABLE signing_keys RENAME TO signing_keys_away');
    await one.db.query(`NOTIFY signing_keys`);
    const { rows } = { rows: await one.db.query('SELECT kid FROM signing_keys_away') };
    await one.db.query('UPDATE signing_keys_away SET active_at = now()');
    await one.db.query('ALTER TABLE signing_keys_away DISABLE TRIGGER signing_keys_notify');
    await one.db.query(`UPDATE signing_keys_away SET retires_at = now() - interval '1 h'`);
    expect(rows).toHaveLength(1);
    await one.db.query('ALTER TABLE signing_keys_away RENAME TO signing_keys');
    await waitFor(async () => (await both(kidsOf)).every((kids) => kids.length === 0), 'the keys were read after all');
  });
});

describe('signing keys and a service that follows', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  it('rotation and withdrawal reach it by the stream, and it asks for no key set', async () => {
    const service = await createService(t.http, await t.as.owner());
    const follower = await NestFactory.createApplicationContext(
      AuthModule.forRoot({ issuer: t.url, credentials: { clientId: service.id, clientSecret: service.secret } }),
      { logger: false },
    );
    const fetched = jest.spyOn(globalThis, 'fetch');
    try {
      await follower.init();
      const [state, authenticator] = [follower.get(AuthorizationState), follower.get(Authenticator)];
      await waitFor(() => state.staleness() < 10_000, 'it follows');
      const person = await t.as.verifiedUser();
      const before = (await authenticator.verify(person.access))!;
      expect(authenticator.isUnexpired(before)).toBe(true);

      const { kid } = await rotate(t, { immediately: true });
      await waitFor(() => t.app.get(SigningKeysService).currentSigner().kid === kid, 'it signs');
      const again = await t.as.signIn(person);
      expect(headerOf(again.access).kid).toBe(kid);
      expect(await authenticator.verify(again.access)).toBeDefined();

      await rotate(t, { leaked: true });
      await waitFor(() => !authenticator.isUnexpired(before), 'it refuses what was verified before');
      expect(await authenticator.verify(again.access)).toBeUndefined();
      const third = await t.as.signIn(person);
      await waitFor(() => authenticator.verify(third.access), 'it knows the newest key');
      expect(await tokenOf(t.http, service)).toBeTruthy();
      expect(fetched.mock.calls.filter(([url]) => String(url).endsWith('/jwks.json') && url instanceof URL)).toEqual(
        [],
      );
    } finally {
      fetched.mockRestore();
      await follower.close();
    }
  });
});
