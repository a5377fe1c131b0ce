import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from '../support/postgres-cluster';
import { recordStatements } from '../support/record-statements';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

describe('with a streaming replica', () => {
  let primary: PostgresCluster;
  let replica: PostgresCluster;
  let t: TestApp;
  let other: TestApp;
  let owner: TestUser;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-replica-'));
    primary = await PostgresCluster.create();
    replica = await primary.replicate();
    await primary.start();
    await replica.start();
    await primary.query('CREATE DATABASE auth');
    const env = {
      DATABASE_URL: primary.urlOf('auth'),
      DATABASE_REPLICA_URL: replica.urlOf('auth'),
      DATABASE_CONNECT_TIMEOUT: '2s',
      SECRET_KEY: Buffer.from('a key for a test of 32 bytes ...').toString('base64'),
      PUBLIC_URL: 'http://auth.example.com',
      DATA_DIR: dataDir,
    };
    t = await testApp(env);
    other = await testApp(env);
    owner = await t.as.owner();
  }, 120_000);
  afterAll(async () => {
    await t?.close();
    await other?.close();
    await replica.remove();
    await primary.remove();
    await rm(dataDir, { recursive: true, force: true });
  });

  const reads = async (app: TestApp) => {
    const { body } = await app.http.get('/metrics');
    const count = (server: string) =>
      Number(new RegExp(`^replica_reads_total{server="${server}"} (\\d+)`, 'm').exec(body)?.[1] ?? 0);
    return { replica: count('replica'), primary: count('primary') };
  };
  const list = async (app: TestApp, query = '') => {
    const { status, body } = await app.http.get(`/api/users${query}`, { token: owner.access });
    expect(status).toBe(200);
    return body.items as { id: string; email: string; ban: object | null }[];
  };
  const newUser = async () => {
    const person = await t.as.unverifiedUser();
    await t.db.query('UPDATE users SET email_verified = true WHERE id = $1', [person.id]);
    return person;
  };
  /** The primary was read for a while; the replica is asked again. */
  const readAgain = (app: TestApp) =>
    waitFor(async () => {
      const before = (await reads(app)).replica;
      await list(app);
      return (await reads(app)).replica > before;
    }, 'the replica is read again');

  it('lists of users and audit entries, exports and statistics are read there', async () => {
    const { replica: before } = await reads(t);
    const statements = await recordStatements(t.db, async () => {
      await list(t);
      expect((await t.http.get('/api/audit-log', { token: owner.access })).status).toBe(200);
      expect((await t.http.get('/api/statistics', { token: owner.access })).status).toBe(200);
    });
    expect(statements.filter((sql) => /role_ids|activity_counts|ORDER BY "entry"/.test(sql))).toEqual([]);
    expect((await reads(t)).replica - before).toBe(4);

    const { body } = await t.http.post('/api/users/export', { format: 'csv' }, { token: owner.access });
    await waitFor(
      async () => (await t.http.get(`/api/exports/${body.id}`, { token: owner.access })).body.state === 'done',
      'the export is finished',
    );
    expect([await reads(t), await reads(other)].map((each) => each.replica).reduce((a, b) => a + b)).toBeGreaterThan(
      before + 4,
    );
    expect((await reads(t)).primary).toBe(0);
  });

  it('an admin sees their own change at once, in each process, 50 times of 50', async () => {
    const person = await newUser();
    for (let n = 0; n < 50; n++) {
      const banned = n % 2 === 0;
      const path = `/api/users/${person.id}/ban`;
      const answer = banned
        ? await t.http.post(path, { reason: 'test' }, { token: owner.access })
        : await t.http.delete(path, { token: owner.access });
      expect(answer.status).toBeLessThan(300);
      const [shown] = await list([t, other][n % 2]!, `?q=${person.email}`);
      expect(shown!.ban !== null).toBe(banned);
    }
    expect((await reads(t)).primary).toBe(0);
  });

  it('while it lags the primary answers, with what was just changed', async () => {
    await replica.query('SELECT pg_wal_replay_pause()');
    const person = await newUser();
    expect((await list(t, `?q=${person.email}`)).map(({ id }) => id)).toEqual([person.id]);
    expect((await reads(t)).primary).toBe(1);
    // Known to lag, it is not waited for each time.
    const statements = await recordStatements(t.db, () => list(t));
    expect(statements.filter((sql) => sql.includes('pg_current_wal_flush_lsn'))).toEqual([]);
    await replica.query('SELECT pg_wal_replay_resume()');
    await readAgain(t);
  });

  it('while it is away the primary answers', async () => {
    await replica.stop();
    expect((await list(t)).length).toBeGreaterThan(0);
    expect((await list(t)).length).toBeGreaterThan(0);
    await replica.start();
    await readAgain(t);
  });

  it('once it is promoted it is not read', async () => {
    await replica.query('SELECT pg_promote()');
    await replica.query(`UPDATE users SET email = 'of-the-past@example.com'`, 'auth');
    const before = (await reads(other)).replica;
    expect((await list(other)).map(({ email }) => email)).not.toContain('of-the-past@example.com');
    expect((await reads(other)).replica).toBe(before);
  });
});
