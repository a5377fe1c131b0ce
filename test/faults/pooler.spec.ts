import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { emptyDatabase, freshDatabase } from '../support/database';
import { PgBouncer, pgbouncerMissing } from '../support/pgbouncer';
import { PresenceClients } from '../support/presence-client';
import { runCli } from '../support/run-cli';
import { runConcurrently } from '../support/concurrency';
import { runMaintenance } from '../support/run-maintenance';
import { serviceToken } from '../support/service-token';
import { ServiceProcess } from '../support/service-process';
import type { TestApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

const suite = pgbouncerMissing ? describe.skip : describe;
const because = pgbouncerMissing ? ` (${pgbouncerMissing})` : '';

suite(`a start by way of PgBouncer${because}`, () => {
  let database: { url: string; drop(): Promise<void> };
  let dataDir: string;
  const poolers: PgBouncer[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-pooler-'));
  });
  afterAll(async () => {
    for (const pooler of poolers) await pooler.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const pooledUrl = async (options: Parameters<typeof PgBouncer.open>[0], url = database.url) => {
    const pooler = await PgBouncer.open(options);
    poolers.push(pooler);
    return pooler.urlOf(url);
  };
  const spawn = (env: NodeJS.ProcessEnv) => ServiceProcess.spawn({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env });
  async function expectRefused(env: NodeJS.ProcessEnv, line: string) {
    const service = await spawn(env);
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.output).toMatch(new RegExp(`^DATABASE_DIRECT_URL: ${line}[^\n]*\n$`));
  }

  const NEEDED = 'must be set, since DATABASE_URL leads to a pooler in transaction mode';

  it.each([
    ['many connections', 20, []],
    ['two connections', 2, []],
    ['two connections that it takes in turns', 2, ['server_round_robin = 1']],
    ['a single connection', 1, []],
  ])('in transaction mode with %s is refused, unless there is a direct address', async (_what, poolSize, lines) => {
    const DATABASE_URL = await pooledUrl({ poolSize, lines });
    await expectRefused({ DATABASE_URL }, NEEDED);
  });

  it('is refused while other clients use the pooler', async () => {
    const pooler = await PgBouncer.open({ poolSize: 3 });
    poolers.push(pooler);
    let over = false;
    const busy = Array.from({ length: 6 }, async () => {
      const client = new Client(pooler.urlOf(database.url));
      await client.connect();
      while (!over) await client.query('SELECT pg_sleep(0.005)');
      await client.end();
    });
    await expectRefused({ DATABASE_URL: pooler.urlOf(database.url) }, NEEDED);
    over = true;
    await Promise.all(busy);
  });

  it('is refused if the direct address leads to such a pooler too, or elsewhere', async () => {
    const DATABASE_URL = await pooledUrl({});
    const direct = await pooledUrl({ poolSize: 2, lines: ['server_round_robin = 1'] });
    await expectRefused({ DATABASE_URL, DATABASE_DIRECT_URL: direct }, 'leads to a pooler in transaction mode');
    const another = await emptyDatabase();
    await expectRefused({ DATABASE_URL, DATABASE_DIRECT_URL: another.url }, 'leads to another database');
    await another.drop();
  });

  it('in session mode needs no other address', async () => {
    const service = await spawn({ DATABASE_URL: await pooledUrl({ mode: 'session', poolSize: 40 }) });
    await service.ready();
    expect(service.output).toContain('ALTER ROLE … SET statement_timeout');
    expect((await service.kill('SIGTERM')).code).toBe(0);
  });

  it('creates the tables of an empty database by the direct address; so does the command line', async () => {
    const empty = await emptyDatabase();
    const env = { DATABASE_URL: await pooledUrl({}, empty.url), DATABASE_DIRECT_URL: empty.url, DATA_DIR: dataDir };
    const { code, stdout } = await runCli(['migrate'], { env });
    expect(stdout).toMatch(/\d+ migrations ran/);
    expect(code).toBe(0);
    expect((await runCli(['retention', 'run'], { env })).code).toBe(0);
    await empty.drop();
  });
});

suite(`two processes behind PgBouncer in transaction mode${because}`, () => {
  let pooler: PgBouncer;
  let apps: TwoApps;
  let one: TestApp;
  let other: TestApp;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    pooler = await PgBouncer.open({ poolSize: 3 });
    const database = await freshDatabase();
    drop = database.drop;
    apps = await twoApps({ DATABASE_URL: pooler.urlOf(database.url), DATABASE_DIRECT_URL: database.url });
    ({ one, other } = apps);
  });
  afterAll(async () => {
    await apps.close();
    await pooler.close();
    await drop();
  });

  const newUser = async () => {
    const person = await one.as.unverifiedUser();
    await one.db.query('UPDATE users SET email_verified = true WHERE id = $1', [person.id]);
    return one.as.signIn(person);
  };
  const status = async (app: TestApp, token: string) => (await app.http.get('/api/profile', { token })).status;

  it('share three connections: 40 people sign in and refresh at once', async () => {
    const people = await runConcurrently(40, newUser);
    const answers = await Promise.all(
      people.map(({ refresh }, n) => [one, other][n % 2]!.http.post('/api/token/refresh', { refresh })),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(200));
    for (const { body } of answers) expect(await status(one, body.access)).toBe(200);
    const backends = await one.db.query<{ count: number }[]>(
      `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
       AND application_name IN ('collabsphere-auth', 'collabsphere-jobs')`,
    );
    expect(backends[0]!.count).toBeLessThanOrEqual(3);
  });

  it('prepare no statement that another connection would lack', async () => {
    const person = await newUser();
    const answers = await runConcurrently(30, () => one.http.get('/api/profile', { token: person.access }));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await one.db.query('SELECT name FROM pg_prepared_statements')).toEqual([]);
  });

  it('a ban and a change of roles on one are effective on the other', async () => {
    const [owner, person] = [await one.as.owner(), await newUser()];
    const users = () => other.http.get('/api/users?limit=1', { token: person.access });
    expect((await users()).status).toBe(403);
    const assigned = await one.http.post(
      '/api/assign-role',
      { user_id: person.id, role: 'admin' },
      { token: owner.access },
    );
    expect(assigned.status).toBe(200);
    await waitFor(async () => (await users()).status === 200, 'the role is known');
    const banned = await one.http.post(`/api/users/${person.id}/ban`, { reason: 'test' }, { token: owner.access });
    expect(banned.status).toBe(200);
    await waitFor(async () => (await users()).status === 401, 'the ban is known');
  });

  it('presence is seen, and a push arrives over the socket', async () => {
    const [watching, person] = [await newUser(), await newUser()];
    const clients = new PresenceClients(one.url);
    const watcher = await clients.connect(watching);
    await watcher.watch(person);
    const socket = await clients.connect(person);
    await watcher.waitForStatus(person, { status: 'online' });
    const token = serviceToken(one.app, ['push.send']);
    expect(
      (await one.http.post('/api/notifications', { title: 'Hello', user_ids: [person.id] }, { token })).status,
    ).toBe(202);
    await waitFor(
      async () => (await one.db.query('SELECT 1 FROM graphile_worker.jobs')).length === 0,
      'the queue is empty',
    );
    if (process.env.TEST_REDIS_URL) await socket.waitForEvent('notification');
    clients.close();
  });

  it('mails are sent, once each', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => one.as.unverifiedUser()));
    await waitFor(
      async () => (await one.db.query('SELECT 1 FROM graphile_worker.jobs')).length === 0,
      'the queue is empty',
    );
    expect(people.flatMap(({ email }) => [...one.mailbox.of(email), ...other.mailbox.of(email)])).toHaveLength(8);
  });

  it('maintenance runs in one process at a time', async () => {
    const results = await Promise.all([one, other].map(runMaintenance));
    for (const result of results) for (const rows of Object.values(result)) expect(rows).not.toBe(-1);
  });
});
