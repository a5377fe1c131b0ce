import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisServer } from '../../tools/redis-server';
import { emptyDatabase } from '../support/database';
import { freePort } from '../../tools/free-port';
import { exhaustJobs } from '../support/jobs';
import { Mailbox } from '../support/mailbox';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';

interface Finding {
  check: string;
  status: string;
  found: string;
  action?: string;
}

const CHECKS = [
  'configuration',
  'database',
  'migrations',
  'extensions',
  'connections',
  'replica',
  'redis',
  'smtp',
  'proxy',
  'clock',
  'disk',
  'keys',
  'jobs',
];

/** Nothing listens there. */
const AWAY = '127.0.0.1:1';

async function doctor(env: NodeJS.ProcessEnv) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], { env });
  expect(stderr).toBe('');
  const findings = JSON.parse(stdout) as Finding[];
  return {
    code,
    findings,
    of: (check: string) => findings.filter((finding) => finding.check === check),
    failed: findings.filter(({ status }) => status === 'FAIL').map(({ check }) => check),
  };
}

const statusesOf = (findings: Finding[]) => findings.map(({ status }) => status);

describe('doctor with the embedded database', () => {
  let DATA_DIR: string;
  beforeEach(async () => (DATA_DIR = await mkdtemp(join(tmpdir(), 'collabsphere-doctor-'))));
  afterEach(() => rm(DATA_DIR, { recursive: true, force: true }));

  it('finds nothing wrong with a healthy one, and stops it afterwards', async () => {
    // Makes the database and a signing key, as a first start does.
    expect((await runCli(['rotate-keys', '--immediately'], { env: { DATA_DIR } })).code).toBe(0);
    const { code, findings, of, failed } = await doctor({ DATA_DIR });
    expect({ code, failed }).toEqual({ code: 0, failed: [] });
    expect([...new Set(findings.map(({ check }) => check))]).toEqual(CHECKS);
    for (const check of [
      'configuration',
      'database',
      'migrations',
      'extensions',
      'connections',
      'clock',
      'disk',
      'keys',
    ])
      expect({ check, statuses: new Set(statusesOf(of(check))) }).toEqual({ check, statuses: new Set(['OK']) });
    expect(of('keys')[0]!.found).toBe('SECRET_KEY opens the signing keys (2)');
    expect(of('keys')[1]!.found).toMatch(/^the signing key is 0 days old, rotate it by \d{4}-\d\d-\d\d$/);
    expect(existsSync(join(DATA_DIR, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('makes no database where there is none', async () => {
    const { code, of } = await doctor({ DATA_DIR });
    expect(code).toBe(0);
    expect(statusesOf(of('database'))).toEqual(['WARN']);
    expect(of('keys')[0]!.found).toBe('not checked: it needs the database');
    expect(existsSync(join(DATA_DIR, 'postgres'))).toBe(false);
  });
});

describe('doctor', () => {
  let app: TestApp;
  let healthy: NodeJS.ProcessEnv;
  beforeAll(async () => {
    app = await testApp();
    healthy = { DATABASE_URL: app.databaseUrl, DATA_DIR: app.dataDir, SMTP_URL: app.mailbox.url };
  });
  afterAll(() => app.close());

  it('shows a line for each finding: status, check, what was found, what to do', async () => {
    const { code, stdout, stderr } = await runCli(['doctor'], { env: healthy });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^(OK {4}\w+ +\S|WARN {2}\w+ +\S.*\. → \S)/);
    expect(stdout).toMatch(/^OK +database +PostgreSQL \d+.* answers and takes writes$/m);
    expect(stdout).toMatch(/^OK +smtp +127\.0\.0\.1:\d+ answers/m);
    expect(stdout).toMatch(/^WARN +proxy +session cookies are not Secure/m);
  });

  it('has the fields of --json, and an action wherever something is to be done', async () => {
    const { findings } = await doctor(healthy);
    for (const { check, status, found, action, ...more } of findings) {
      expect(more).toEqual({});
      expect(CHECKS).toContain(check);
      expect(found).toEqual(expect.stringMatching(/\S/));
      expect(action === undefined).toBe(status === 'OK');
    }
  });

  it('says that the database is away, and checks all else', async () => {
    const { code, of, failed } = await doctor({ ...healthy, DATABASE_URL: `postgres://u:${'hidden'}@${AWAY}/none` });
    expect({ code, failed }).toEqual({ code: 1, failed: ['database'] });
    expect(of('database')[0]).toEqual({
      check: 'database',
      status: 'FAIL',
      found: `it can't be reached: connect ECONNREFUSED ${AWAY}`,
      action: 'Start PostgreSQL, or correct the address, user or password in DATABASE_URL.',
    });
    expect(statusesOf(of('smtp'))).toEqual(['OK']);
    expect(statusesOf(of('disk'))).toEqual(['OK', 'OK']);
    for (const check of ['migrations', 'connections', 'clock', 'keys', 'jobs'])
      expect(of(check)).toEqual([
        expect.objectContaining({ status: 'WARN', found: expect.stringMatching(/^not checked/) }),
      ]);
  });

  it('says which migrations have not run, and runs none', async () => {
    const { url, drop } = await emptyDatabase();
    try {
      const env = { ...healthy, DATABASE_URL: url };
      for (let time = 0; time < 2; time++) {
        const { code, of } = await doctor(env);
        expect(code).toBe(0);
        expect(of('migrations')[0]).toMatchObject({
          status: 'WARN',
          found: expect.stringMatching(/^(\d+) of \1 have not run, the first is Users\d+$/),
        });
        expect(of('jobs')[0]!.found).toBe('there are no tables for jobs yet');
      }
    } finally {
      await drop();
    }
  });

  it('compares the connections of all processes with what PostgreSQL allows', async () => {
    const env = { ...healthy, DATABASE_POOL_SIZE: '200', WEB_CONCURRENCY: '99', REDIS_URL: `redis://${AWAY}` };
    const { of, failed } = await doctor(env);
    expect(failed).toEqual(['connections', 'redis']);
    expect(of('connections')[1]!.found).toContain('the processes here open up to 20889');
  });

  it('takes no primary for a replica, and says that a replica is away', async () => {
    const primary = await doctor({ ...healthy, DATABASE_REPLICA_URL: app.databaseUrl });
    expect(primary.of('replica')[0]).toMatchObject({ status: 'FAIL', found: 'it is no replica of the database' });
    const away = await doctor({ ...healthy, DATABASE_REPLICA_URL: `postgres://u:${'hidden'}@${AWAY}/none` });
    expect(away.of('replica')[0]).toMatchObject({ status: 'FAIL', found: expect.stringContaining('ECONNREFUSED') });
  });

  it('says that SECRET_KEY is another one', async () => {
    const SECRET_KEY = randomBytes(32).toString('base64');
    const { code, of, failed } = await doctor({ ...healthy, SECRET_KEY });
    expect(code).toBe(1);
    expect(new Set(failed)).toEqual(new Set(['keys']));
    expect(of('keys')[0]!.found).toMatch(/^SECRET_KEY does not open the signing keys/);
  });

  it('counts jobs that were given up, and knows the oldest that waits', async () => {
    await app.db.query(`SELECT graphile_worker.add_job('no-one-does-it', run_at => now() - interval '1 hour')`);
    await app.db.query(`UPDATE graphile_worker._private_jobs SET created_at = now() - interval '1 hour'`);
    const waiting = await doctor(healthy);
    expect(waiting.of('jobs')[1]).toMatchObject({
      status: 'WARN',
      found: expect.stringMatching(/^the oldest waiting job \(no-one-does-it\) is 36\d\d s old$/),
    });
    await app.db.query(`UPDATE graphile_worker._private_jobs SET attempts = 1, last_error = 'away'`);
    await exhaustJobs(app.db);
    const failed = await doctor(healthy);
    expect(failed.of('jobs')[0]).toMatchObject({ status: 'WARN', found: '1 jobs were given up' });
    await app.db.query('DELETE FROM graphile_worker._private_jobs');
  });

  describe('and the mail server', () => {
    const password = 'hidden-smtp-word';
    let mailbox: Mailbox;
    beforeAll(async () => {
      mailbox = await Mailbox.open({
        disabledCommands: [],
        hideSTARTTLS: true,
        allowInsecureAuth: true,
        logger: false,
        onAuth: ({ username, password: given }, _session, done) =>
          username === 'right' ? done(null, { user: username }) : done(new Error(`no ${given} here`)),
      });
    });
    afterAll(() => mailbox.close());

    const withUser = (user: string, query = '') =>
      doctor({ ...healthy, SMTP_URL: `${mailbox.url.replace('//', `//${user}:${password}@`)}${query}` });

    it('signs in', async () => {
      const { of } = await withUser('right');
      expect(of('smtp')).toEqual([
        { check: 'smtp', status: 'OK', found: expect.stringMatching(/accepts user name and password$/) },
      ]);
    });

    it('says that it refuses AUTH, without the password that it repeats', async () => {
      const { code, of, failed } = await withUser('wrong');
      expect({ code, failed }).toEqual({ code: 1, failed: ['smtp'] });
      expect(of('smtp')[0]).toMatchObject({
        found: expect.stringMatching(/Invalid login: 535 no … here$/),
        action: 'Correct user name and password in SMTP_URL.',
      });
    });

    it('says that the certificate is not valid where STARTTLS is required', async () => {
      const { of } = await withUser('right', '?requireTLS=true');
      expect(of('smtp')[0]).toMatchObject({
        status: 'FAIL',
        found: expect.stringContaining('certificate'),
        action: expect.stringContaining('certificate'),
      });
    });

    it('says that it is away', async () => {
      const { of } = await doctor({ ...healthy, SMTP_URL: `smtp://${AWAY}` });
      expect(of('smtp')[0]).toMatchObject({ status: 'FAIL', found: expect.stringContaining('ECONNREFUSED') });
    });
  });

  describe('and Redis', () => {
    it.each(['redis', 'redis+cluster', 'redis+sentinel'])('says that %s is away', async (scheme) => {
      const REDIS_URL = `${scheme}://:hidden-redis-word@${AWAY}${scheme.endsWith('sentinel') ? '/mymaster' : ''}`;
      const { code, of, failed } = await doctor({ ...healthy, REDIS_URL });
      expect({ code, failed }).toEqual({ code: 1, failed: ['redis'] });
      expect(of('redis')[0]!.found).toMatch(/^it can't be used: /);
    });

    const withRedis = RedisServer.isInstalled ? it : it.skip;

    withRedis('says its version and whether it would drop keys', async () => {
      const server = await RedisServer.start(await freePort(), [
        '--maxmemory',
        '100mb',
        '--maxmemory-policy',
        'noeviction',
      ]);
      const evicting = await RedisServer.start(await freePort(), [
        '--maxmemory',
        '100mb',
        '--maxmemory-policy',
        'allkeys-lru',
      ]);
      try {
        const good = await doctor({ ...healthy, REDIS_URL: server.url });
        expect(statusesOf(good.of('redis'))).toEqual(['OK', 'OK', 'OK']);
        const bad = await doctor({ ...healthy, REDIS_URL: evicting.url });
        expect(bad.of('redis')[2]).toMatchObject({ status: 'FAIL', action: 'Set maxmemory-policy noeviction.' });
      } finally {
        await Promise.all([server.kill(), evicting.kill()]);
      }
    });

    withRedis('says that it is of another kind than the URL has it', async () => {
      const port = await freePort();
      const server = await RedisServer.start(port);
      const folder = await mkdtemp(join(tmpdir(), 'collabsphere-doctor-'));
      const node = await RedisServer.start(await freePort(), ['--cluster-enabled', 'yes', '--dir', folder]);
      try {
        const cluster = await doctor({ ...healthy, REDIS_URL: `redis+cluster://127.0.0.1:${port}` });
        expect(cluster.of('redis')[0]).toMatchObject({ status: 'FAIL', found: expect.stringMatching(/cluster/i) });
        const single = await doctor({ ...healthy, REDIS_URL: node.url });
        expect(single.of('redis')[0]).toMatchObject({
          status: 'FAIL',
          found: expect.stringMatching(/node of a cluster/),
        });
      } finally {
        await Promise.all([server.kill(), node.kill()]);
        await rm(folder, { recursive: true, force: true });
      }
    });
  });

  it.each([
    ['off', 'WARN', /behind the proxy that speaks TLS all clients have one address/],
    ['true', 'WARN', /every client chooses its own address/],
    ['2', 'OK', /entry 2 of X-Forwarded-For, counted from its end/],
    ['10.0.0.0/8', 'OK', /last entry of X-Forwarded-For that is none of these/],
  ])('says what TRUST_PROXY=%s makes it believe', async (TRUST_PROXY, status, found) => {
    const { of } = await doctor({ ...healthy, PUBLIC_URL: 'https://auth.example.com', TRUST_PROXY });
    expect(of('proxy')[1]).toMatchObject({ status: 'OK', found: 'session cookies are Secure and named __Host-…' });
    expect(of('proxy')[2]).toMatchObject({ status, found: expect.stringMatching(found) });
  });

  it('has a line for each invalid setting, and skips the other checks', async () => {
    const { code, findings } = await doctor({ ...healthy, PORT: 'x', DATABASE_URL: `mysql://u:${'hidden-word'}@h/n` });
    expect(code).toBe(1);
    expect(findings).toEqual([
      expect.objectContaining({ check: 'configuration', status: 'FAIL', found: expect.stringMatching(/^PORT: /) }),
      expect.objectContaining({
        check: 'configuration',
        status: 'FAIL',
        found: expect.stringMatching(/^DATABASE_URL: /),
      }),
      expect.objectContaining({ check: 'configuration', status: 'WARN', found: expect.stringContaining('skipped') }),
    ]);
  });

  it('shows no secret, whatever fails', async () => {
    const env = {
      ...healthy,
      DATABASE_URL: `postgres://u:${'hidden-pg-word'}@${AWAY}/none`,
      DATABASE_REPLICA_URL: `postgres://u:${'hidden-replica'}@${AWAY}/none?password=hidden-query`,
      REDIS_URL: `redis+sentinel://u:hidden-redis@${AWAY}/m?sentinelPassword=hidden-sentinel`,
      SMTP_URL: `smtp://u:hidden%2Dsmtp@${AWAY}`,
      METRICS_TOKEN: 'hidden-metrics-token',
      SECRET_KEY: randomBytes(32).toString('base64'),
    };
    for (const args of [['doctor'], ['doctor', '--json']]) {
      const { code, stdout, stderr } = await runCli(args, { env });
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(/hidden/);
      expect(stdout + stderr).not.toContain(env.SECRET_KEY);
    }
    const invalid = await runCli(['doctor'], {
      env: { ...env, SECRET_KEY: 'hidden', METRICS_TOKEN: 'hidden', PORT: 'x' },
    });
    expect(invalid.code).toBe(1);
    expect(invalid.stdout + invalid.stderr).not.toMatch(/hidden/);
  });
});
