import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import type { HttpResponse } from '../support/http-client';
import { Mailbox } from '../support/mailbox';
import type { TestUser } from '../support/test-users';
import { runConcurrently } from '../support/concurrency';
import { TcpProxy } from '../support/tcp-proxy';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

interface Broken extends TestApp {
  /** What the service reaches PostgreSQL by. */
  proxy: TcpProxy;
  /** PostgreSQL itself. */
  behind: Client;
}

async function appBehindProxy(env: NodeJS.ProcessEnv = {}): Promise<Broken> {
  const database = await freshDatabase();
  const proxy = await TcpProxy.open(database.url);
  const behind = new Client({ connectionString: database.url }).on('error', () => undefined);
  await behind.connect();
  const t = await testApp({
    DATABASE_URL: proxy.url,
    DATABASE_CONNECT_TIMEOUT: '1s',
    DATABASE_STATEMENT_TIMEOUT: '2s',
    ...env,
  });
  const close = async () => {
    await proxy.forward();
    await t.close();
    await behind.end();
    await proxy.close();
    await database.drop();
  };
  return { ...t, proxy, behind, close };
}

const outages: [string, (proxy: TcpProxy) => Promise<void>][] = [
  ['refuses connections', (proxy) => proxy.disconnect()],
  ['is silent', async (proxy) => proxy.blackhole()],
];

describe('while PostgreSQL is unavailable', () => {
  let t: Broken;
  let person: TestUser;

  beforeAll(async () => {
    t = await appBehindProxy();
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const profile = (who = person) => t.http.get('/api/profile', { token: who.access });
  /** A route that is guarded and then needs no database. */
  const guarded = (who = person) => t.http.post('/api/email/change', { no: 'such field' }, { token: who.access });
  const ready = async () => (await t.http.get('/health/ready')).status === 200;
  const staleness = async () => {
    const { body } = await t.http.get('/metrics');
    return Number(/^\w*authorization_staleness_seconds (.+)$/m.exec(body)?.[1]);
  };
  const recovered = () =>
    waitFor(async () => (await ready()) && (await staleness()) < 3, 'the service is ready, and listens', 25_000);
  const listening = async () => {
    const { rows } = await t.behind.query(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'collabsphere-listen' AND datname = current_database()`,
    );
    return rows.length;
  };
  const endBySql = (who: TestUser) =>
    t.behind.query(
      `INSERT INTO authorization_events (type, expires_at, payload)
       SELECT 'session-revoked', now() + interval '10 min', jsonb_build_object(
         'user_id', user_id, 'session_ids', jsonb_agg(id), 'reason', 'ended_by_admin')
       FROM sessions WHERE user_id = $1 GROUP BY user_id`,
      [who.id],
    );

  function expectUnavailable({ status, headers, body }: HttpResponse) {
    expect(`${status} ${body.code}`).toBe('503 service_unavailable');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }

  it.each(outages)('answers 503 while it %s, and recovers by itself', async (_how, breakDown) => {
    await breakDown(t.proxy);
    const answers = await Promise.all([
      t.http.post('/api/register', t.as.form()),
      t.http.post('/api/login', { email: person.email, password: person.password }),
      t.http.post('/api/token/refresh', { refresh: person.refresh }),
      t.http.post('/api/password/forgot', { email: person.email }),
      t.http.post('/api/verify-email', { token: 'whatever' }),
      profile(),
      t.http.patch('/api/profile', { bio: 'new' }, { token: person.access }),
    ]);
    answers.forEach(expectUnavailable);
    expect((await t.http.get('/health/live')).status).toBe(200);
    expect((await t.http.get('/health/ready')).status).toBe(503);
    expect((await t.http.get('/.well-known/jwks.json')).status).toBe(200);
    expect(await guarded()).toMatchObject({ status: 400, body: { code: 'validation_failed' } });

    await t.proxy.forward();
    await recovered();
    // All at once: every connection of the pool is sound again.
    for (const { status } of await runConcurrently(20, () => profile())) expect(status).toBe(200);
    expect((await profile(await t.as.verifiedUser())).status).toBe(200);
  });

  it('refuses all tokens once its state is stale, and then applies the changes made meanwhile', async () => {
    const revoked = await t.as.verifiedUser();
    expect((await guarded(revoked)).status).toBe(400);
    await t.proxy.disconnect();
    await endBySql(revoked);
    await waitFor(async () => (await guarded(revoked)).status === 503, 'guarded routes are closed');
    const stale = await guarded();
    expect(`${stale.status} ${stale.body.code}`).toBe('503 authorization_stale');
    expect(Number(stale.headers.get('retry-after'))).toBeGreaterThan(0);
    // A request without a token still gets not_authenticated.
    expect((await t.http.get('/api/profile')).status).toBe(401);

    await t.proxy.forward();
    const seen = new Set<number>();
    await waitFor(async () => {
      seen.add((await guarded(revoked)).status);
      return (await guarded()).status === 400;
    }, 'guarded routes are open again');
    seen.add((await guarded(revoked)).status);
    expect([...seen].filter((status) => ![401, 503].includes(status))).toEqual([]);
    expect((await guarded(revoked)).status).toBe(401);

    // It listens again: events from here on are applied at once.
    await recovered();
    await endBySql(person);
    await waitFor(async () => (await guarded()).status === 401, 'the event has arrived', 5000);
    person = await t.as.signIn(person);
  });

  it('is cut while it reconnects, again and again, and ends with one listening connection', async () => {
    for (let round = 0; round < 8; round++) {
      await t.proxy.disconnect();
      await t.proxy.forward();
      await sleep(60 + 40 * round);
    }
    await recovered();
    await waitFor(async () => (await listening()) === 1, 'one connection listens');
    await sleep(2500);
    expect(await listening()).toBe(1);
    expect((await profile(await t.as.verifiedUser())).status).toBe(200);
  });
});

describe('a mail that is being sent while PostgreSQL goes away', () => {
  it.each(outages)('is sent once, though "done" can not be said while it %s', async (_how, breakDown) => {
    let finish!: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let tries = 0;
    const mailbox = await Mailbox.open({
      onData: (stream, _session, done) => {
        tries++;
        stream.resume();
        void finished.then(() => done());
      },
    });
    const t = await appBehindProxy({ SMTP_URL: mailbox.url });
    await t.as.unverifiedUser();
    await waitFor(() => tries === 1, 'the mail is on its way');

    await breakDown(t.proxy);
    finish();
    // Long enough to have tried to say "done", and failed.
    await sleep(3000);
    await t.proxy.forward();
    await waitFor(
      async () => (await t.behind.query('SELECT 1 FROM graphile_worker.jobs')).rowCount === 0,
      'the job is done',
    );
    expect(tries).toBe(1);

    await t.close();
    await mailbox.close();
  });
});
