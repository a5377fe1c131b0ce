import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgres } from './embedded-postgres';

const flags = ['fsync=off', 'full_page_writes=off'];

/** What another process of the service does: opens, says how that went, and goes on living. */
const OTHER_PROCESS = `
  const swc = require('@swc/core');
  const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
  require.extensions['.ts'] = (module, file) => module._compile(swc.transformFileSync(file, options).code, file);
  const { EmbeddedPostgres } = require('./embedded-postgres');
  EmbeddedPostgres.open(process.argv[1], { flags: ${JSON.stringify(flags)} })
    .then(({ url }) => ({ url }), ({ message }) => ({ message }))
    .then((outcome) => console.log(JSON.stringify(outcome)));
  setInterval(() => undefined, 1000);
`;

interface Other {
  child: ChildProcess;
  url?: string;
  message?: string;
}

describe('EmbeddedPostgres', () => {
  let parent: string;
  let dataDir: string;
  const opened: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];

  const open = async (dir = dataDir, options = {}) => {
    const database = await EmbeddedPostgres.open(dir, { flags, ...options });
    opened.push(database);
    return database;
  };

  const openElsewhere = async (dir = dataDir): Promise<Other> => {
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    const child = spawn(process.execPath, ['-e', OTHER_PROCESS, dir], {
      cwd: __dirname,
      detached: true,
      stdio: [...stdio],
    });
    children.push(child);
    const [line] = await once(child.stdout!, 'data');
    return { child, ...JSON.parse(String(line)) };
  };

  /** To its whole process group, as a terminal or a supervisor does. */
  const killGroup = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const exit = once(child, 'exit');
    process.kill(-child.pid!, signal);
    await exit;
  };

  const query = async <T>(url: string, sql: string): Promise<T[]> => {
    const client = new Client(url);
    await client.connect();
    const { rows } = await client.query(sql).finally(() => client.end());
    return rows;
  };

  const serverPid = async (dir = dataDir) =>
    Number.parseInt(await readFile(join(dir, 'postgres/postmaster.pid'), 'utf8'));

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
    dataDir = join(parent, 'data');
  });

  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await Promise.all(opened.splice(0).map((database) => database.close()));
    // Adopts, and so stops, what a failed test may have left running.
    await EmbeddedPostgres.open(dataDir, { flags }).then(
      (database) => database.close(),
      () => undefined,
    );
    await rm(parent, { recursive: true, force: true });
  });

  it('makes a database in a private folder and keeps its data', async () => {
    expect((await stat(parent)).mode & 0o777).toBe(0o700);
    const first = await open();
    expect(first.url).toMatch(/^postgres:\/\/collabsphere:[0-9a-f]{48}@127\.0\.0\.1:\d+\/collabsphere$/);
    await query(first.url, `CREATE TABLE kept AS SELECT lower('ÅSA') AS name`);
    await first.close();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');

    const second = await open();
    expect(await query(second.url, 'TABLE kept')).toEqual([{ name: 'åsa' }]);
    expect(await query(second.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(second.url, 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password']);
  });

  it('has one owner; others may share', async () => {
    const owner = await open();
    await expect(open()).rejects.toThrow(
      /^DATA_DIR .* is in use by another running CollabSphere Auth; stop it or set another/,
    );
    const guest = await open(dataDir, { share: true });
    expect(guest.url).toBe(owner.url);
    await guest.close();
    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts the server for a guest when nothing runs', async () => {
    const guest = await open(dataDir, { share: true });
    await guest.close();
    await expect(query(guest.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'adopts the server that a process killed by %s left running',
    async (signal) => {
      const other = await openElsewhere();
      await query(other.url!, 'CREATE TABLE kept AS SELECT 1 AS id');
      const pid = await serverPid();
      await killGroup(other.child, signal);
      expect(await query(other.url!, 'TABLE kept')).toEqual([{ id: 1 }]);

      const heir = await open();
      expect(heir.url).toBe(other.url);
      expect(await serverPid()).toBe(pid);
      await heir.close();
      await expect(query(heir.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    },
  );

  it('lets one of several that start together win', async () => {
    const outcomes = await Promise.all([openElsewhere(), openElsewhere(), openElsewhere()]);
    const [winner, ...more] = outcomes.filter(({ url }) => url);
    expect(more).toEqual([]);
    expect(outcomes.map(({ message }) => message).filter((message) => message?.includes('is in use by'))).toHaveLength(
      2,
    );
    expect(await query(winner!.url!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password']);
  });

  it('keeps its ownership when its connection is cut', async () => {
    const { url } = await open();
    await query(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'collabsphere-keeper'`,
    );
    await sleep(1_000);
    await expect(open()).rejects.toThrow('is in use by another running');
  });

  it('recovers from a postmaster.pid whose number is another program by now', async () => {
    await (await open()).close();
    const lines = [process.pid, join(dataDir, 'postgres'), 1_700_000_000, 1, '', '127.0.0.1', '    1 1', 'ready   '];
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${lines.join('\n')}\n`, { mode: 0o600 });
    const { url } = await open();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await serverPid()).not.toBe(process.pid);
  });

  it('recovers from a killed server', async () => {
    const { url } = await open();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS id');
    process.kill(await serverPid(), 'SIGKILL');
    const next = await open();
    expect(await query(next.url, 'TABLE kept')).toEqual([{ id: 1 }]);
  });

  it('does not take the server of the original for that of a copy', async () => {
    const original = await open();
    const copyDir = join(parent, 'copy');
    await cp(dataDir, copyDir, { recursive: true });
    const copy = await open(copyDir);
    expect(copy.url).not.toBe(original.url);
    await copy.close();
    expect(await query(original.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says why it does not start', async () => {
    await expect(open(dataDir, { flags: ['fsync=off', 'no_such=1'] })).rejects.toThrow(
      /^PostgreSQL does not start; its log, .*postgres\.log, ends with:\n.*unrecognized configuration parameter "no_such"/s,
    );
  });

  it('refuses a database of another version, and a folder of something else', async () => {
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres/other.txt'), '');
    await expect(open()).rejects.toThrow('is not empty, yet no PostgreSQL database');
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '12\n');
    await expect(open()).rejects.toThrow(/was made by PostgreSQL 12, but the installed one is PostgreSQL \d\d;/);
  });

  it('refuses a database without its password', async () => {
    await (await open()).close();
    const file = join(dataDir, 'postgres.password');
    const password = await readFile(file);
    await writeFile(file, 'another\n');
    await expect(open()).rejects.toThrow(`${file} does not hold the password`);
    await rm(file);
    await expect(open()).rejects.toThrow(`${file} is missing`);
    await writeFile(file, password);
    await open();
  });
});
