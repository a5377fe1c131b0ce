import { Client } from 'pg';
import { PostgresCluster } from '../support/postgres-cluster';
import { TcpProxy } from '../support/tcp-proxy';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

/** Requests answered 503 because of PostgreSQL. */
const faults = async (t: TestApp, cause: string) => {
  const { body } = await t.http.get('/metrics');
  return Number(new RegExp(`^database_faults_total{cause="${cause}"} (\\d+)`, 'm').exec(body)?.[1] ?? 0);
};

describe('after a failover that leaves the connections to the former primary open', () => {
  let primary: PostgresCluster;
  let replica: PostgresCluster;
  let proxy: TcpProxy;
  let t: TestApp;
  let person: TestUser;
  let bystander: TestUser;

  beforeAll(async () => {
    primary = await PostgresCluster.create();
    replica = await primary.replicate();
    await primary.start();
    await replica.start();
    await primary.query('CREATE DATABASE auth');
    proxy = await TcpProxy.open(primary.urlOf('auth'));
    t = await testApp({
      DATABASE_URL: proxy.url,
      DATABASE_CONNECT_TIMEOUT: '2s',
      DATABASE_STATEMENT_TIMEOUT: '10s',
    });
    person = await t.as.verifiedUser();
    bystander = await t.as.verifiedUser();
  }, 120_000);
  afterAll(async () => {
    await t?.close();
    await proxy.close();
    await replica.remove();
    await primary.remove();
  });

  const edit = (who: TestUser) => t.http.patch('/api/profile', { bio: 'new' }, { token: who.access });

  it('writes are 503, and then go to the new primary', async () => {
    // Several connections are open.
    await Promise.all(Array.from({ length: 8 }, () => t.http.get('/api/profile', { token: person.access })));
    await primary.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await primary.query('SELECT pg_reload_conf()');
    const { status, headers, body } = await waitFor(async () => {
      const answer = await edit(person);
      return answer.status === 200 ? undefined : answer;
    }, 'the former primary refuses writes');
    expect(`${status} ${body.code}`).toBe('503 service_unavailable');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await faults(t, 'read_only')).toBeGreaterThan(0);

    await replica.query('SELECT pg_promote()');
    proxy.retarget(replica.urlOf('auth'));
    await waitFor(async () => {
      const answer = await edit(person);
      expect([200, 503]).toContain(answer.status);
      return answer.status === 200;
    }, 'writes succeed');
    const [row] = await replica.query<{ bio: string }>(`SELECT bio FROM users WHERE id = '${person.id}'`, 'auth');
    expect(row!.bio).toBe('new');
  });

  it('it listens to the new primary', async () => {
    const revoke = () =>
      replica.query(
        `INSERT INTO authorization_events (type, expires_at, payload)
         SELECT 'session-revoked', now() + interval '10 min', jsonb_build_object(
           'user_id', user_id, 'session_ids', jsonb_agg(id), 'reason', 'ended_by_admin')
         FROM sessions WHERE user_id = '${bystander.id}' GROUP BY user_id`,
        'auth',
      );
    await revoke();
    await waitFor(
      async () => (await t.http.get('/api/profile', { token: bystander.access })).status === 401,
      'the session has ended',
    );
    await waitFor(async () => (await t.http.get('/health/ready')).status === 200, 'the service is ready');
    const listening = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'collabsphere-listen'`;
    expect(await replica.query(listening)).toHaveLength(1);
    expect(await primary.query(listening)).toHaveLength(0);
  });

  it('mails are sent', async () => {
    await t.as.verifiedUser();
  });
});

describe('a server that takes no writes', () => {
  it('closes guarded routes once the state is stale, and they open again', async () => {
    const cluster = await PostgresCluster.create();
    await cluster.start();
    await cluster.query('CREATE DATABASE auth');
    const t = await testApp({ DATABASE_URL: cluster.urlOf('auth') });
    const person = await t.as.verifiedUser();
    const profile = () => t.http.get('/api/profile', { token: person.access });

    await cluster.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await cluster.query('SELECT pg_reload_conf()');
    await waitFor(async () => (await profile()).body.code === 'authorization_stale', 'guarded routes are closed');
    expect((await t.http.get('/health/ready')).status).toBe(503);

    await cluster.query('ALTER SYSTEM RESET default_transaction_read_only');
    await cluster.query('SELECT pg_reload_conf()');
    await waitFor(async () => (await profile()).status === 200, 'guarded routes are open again');
    await t.close();
    await cluster.remove();
  });
});

describe('a database that is slow, or a pool without a free connection', () => {
  let t: TestApp;
  let person: TestUser;
  let blocker: Client;

  beforeAll(async () => {
    t = await testApp({
      DATABASE_POOL_SIZE: '2',
      DATABASE_CONNECT_TIMEOUT: '1s',
      DATABASE_STATEMENT_TIMEOUT: '3s',
    });
    person = await t.as.verifiedUser();
    blocker = new Client({ connectionString: t.databaseUrl });
    await blocker.connect();
  });
  afterAll(async () => {
    await blocker.end();
    await t.close();
  });

  const profile = () => t.http.get('/api/profile', { token: person.access });

  it('answers 503 within the limits, and counts both; then all is well', async () => {
    await blocker.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    const answers = await Promise.all(Array.from({ length: 6 }, profile));
    for (const { status, body } of answers) expect(`${status} ${body.code}`).toBe('503 service_unavailable');
    expect([await faults(t, 'slow'), await faults(t, 'pool_exhausted')]).toEqual([2, 4]);
    // What needs no database is answered meanwhile.
    expect((await t.http.get('/health/live')).status).toBe(200);
    await blocker.query('ROLLBACK');
    for (const { status } of await Promise.all(Array.from({ length: 6 }, profile))) expect(status).toBe(200);
    const { body } = await t.http.get('/metrics');
    expect(body).toMatch(/^database_pool_size 2$/m);
    expect(body).toMatch(/^database_pool_waiting \d+$/m);
  });
});
