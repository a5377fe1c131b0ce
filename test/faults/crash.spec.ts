import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import { Mailbox } from '../support/mailbox';
import { ServiceProcess } from '../support/service-process';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

const CONNECTIONS = 16;
/** Mails that a process sends at once (libs/platform, `CONCURRENCY`). */
const MAILS_AT_ONCE = 4;

describe('kill -9 in the middle of registrations', () => {
  let mailbox: Mailbox;
  let dataDir: string;
  let service: ServiceProcess | undefined;

  beforeEach(async () => {
    mailbox = await Mailbox.open();
    dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-crash-'));
  });
  afterEach(async () => {
    await service?.kill();
    await mailbox.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = async (env: NodeJS.ProcessEnv) =>
    (service = await ServiceProcess.start({
      DATA_DIR: dataDir,
      SMTP_URL: mailbox.url,
      BCRYPT_COST: '4',
      RATE_LIMIT_SCALE: '100000',
      LOG_LEVEL: 'warn',
      ...env,
    }));

  /** Registers on all connections until the service is gone. @returns addresses of those that got a 201 */
  async function registerUntilKilled(victim: ServiceProcess): Promise<string[]> {
    const answered: string[] = [];
    let gone = false;
    const one = async (connection: number) => {
      for (let n = 0; !gone; n++) {
        const name = `crash${connection}x${n}`;
        const form = {
          email: `${name}@example.com`,
          username: name,
          password: 'correct horse battery',
          full_name: 'C',
        };
        const answer = await victim.http.post('/api/register', form).catch(() => undefined);
        if (answer?.status === 201) answered.push(form.email);
      }
    };
    const all = Array.from({ length: CONNECTIONS }, (_, connection) => one(connection));
    await waitFor(() => answered.length >= CONNECTIONS, 'registrations are under way');
    await sleep(randomInt(500, 2000));
    await victim.kill();
    gone = true;
    await Promise.all(all);
    return answered;
  }

  async function expectAllThere(answered: string[], database: Client) {
    await waitFor(
      async () => (await database.query('SELECT 1 FROM graphile_worker.jobs LIMIT 1')).rowCount === 0,
      'the jobs of the dead process are done',
    );
    const { rows } = await database.query<{ email: string; roles: number; sessions: number }>(
      `SELECT email, (SELECT count(*)::int FROM user_roles WHERE user_id = u.id) AS roles,
              (SELECT count(*)::int FROM sessions WHERE user_id = u.id) AS sessions
       FROM users u`,
    );
    // Those whose answer was lost too: a registration is whole or not at all.
    for (const row of rows) expect(row).toEqual({ email: row.email, roles: 1, sessions: 1 });
    const registered = rows.map(({ email }) => email);
    expect(registered).toEqual(expect.arrayContaining(answered));

    for (const email of registered)
      expect([email, new Set(mailbox.of(email).map(({ messageId }) => messageId)).size]).toEqual([email, 1]);
    expect(new Set(mailbox.mails.map(({ messageId }) => messageId)).size).toBe(registered.length);
    // SMTP knows no transaction with our database: where the kill fell between the server's "250" and the job's
    // deletion, the mail goes out once more, with the same Message-ID. That can befall only what was on its way.
    expect(mailbox.mails.length - registered.length).toBeLessThanOrEqual(MAILS_AT_ONCE);
  }

  it('every 201 has its user, role, session and mail', async () => {
    const { url, drop } = await freshDatabase();
    const database = new Client({ connectionString: url }).on('error', () => undefined);
    await database.connect();
    const answered = await registerUntilKilled(await start({ DATABASE_URL: url }));
    await start({ DATABASE_URL: url });
    await expectAllThere(answered, database);
    await service!.kill();
    await database.end();
    await drop();
  });

  it('so with the embedded PostgreSQL, which the next process adopts', async () => {
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const postmaster = async () => {
      const [pid, , , port] = (await readFile(pidFile, 'utf8')).split('\n');
      return { pid, port };
    };
    const answered = await registerUntilKilled(await start({}));
    const before = await postmaster();
    await start({});
    expect(await postmaster()).toEqual(before);

    const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
    const database = new Client({
      connectionString: `postgres://collabsphere:${password}@127.0.0.1:${before.port}/collabsphere`,
    });
    await database.connect();
    await expectAllThere(answered, database);
    await database.end();

    expect(await service!.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(existsSync(pidFile)).toBe(false);
  });
});
