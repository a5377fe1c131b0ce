import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDatabase } from '../support/database';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

// Each test starts several commands, one after the other.
jest.setTimeout(240_000);

const passphrase = 'a passphrase of the backup';

describe('backup and restore', () => {
  let t: TestApp;
  let folder: string;
  let file: string;
  let person: TestUser;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    t = await testApp();
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
    file = join(folder, 'auth.backup');
    person = await t.as.userWithRoles(['moderator'], { full_name: 'Anna "Ann" (née O\'Neil), \\ ☃' });
    await writeFile(join(t.dataDir, 'an-avatar.webp'), Buffer.from([0, 255, 1, 254]));
    const written = await runCli(['backup', file], { env: envOf(t.databaseUrl, t.dataDir), input: `${passphrase}\n` });
    expect(written).toMatchObject({ code: 0, stderr: '' });
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    await t.close();
    await rm(folder, { recursive: true });
  });

  const envOf = (DATABASE_URL: string, DATA_DIR: string) => ({ DATABASE_URL, DATA_DIR });
  /** A new database and folder, and what `restore` says. */
  async function restored(from: string, { input = passphrase, env = {} } = {}) {
    const database = await emptyDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'restored-'));
    closing.push(database.drop, () => rm(dataDir, { recursive: true, force: true }));
    const result = await runCli(['restore', from], {
      env: { ...envOf(database.url, dataDir), ...env },
      input: `${input}\n`,
    });
    return { ...result, url: database.url, dataDir };
  }

  it('the restored service has everything: people sign in, sessions go on, files and the audit log are whole', async () => {
    const { code, stdout, stderr, url, dataDir } = await restored(file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Restored as of .+: \d+ rows and 1 files, each table counted\.\nThe audit log is whole: \d+ entries\.\n$/,
    );
    expect(await readFile(join(dataDir, 'an-avatar.webp'))).toEqual(Buffer.from([0, 255, 1, 254]));

    const other = await testApp({ DATABASE_URL: url, DATA_DIR: dataDir, PUBLIC_URL: t.url });
    closing.push(() => other.close());
    const { email, password, refresh } = person;
    const signedIn = await other.http.post('/api/login', { email, password });
    expect(signedIn).toMatchObject({ status: 200, body: { user: { full_name: 'Anna "Ann" (née O\'Neil), \\ ☃' } } });
    // Its tokens are signed with a key that only the same SECRET_KEY decrypts.
    expect((await other.http.get('/api/profile', { token: person.access })).status).toBe(200);
    expect((await other.http.post('/api/token/refresh', { refresh })).status).toBe(200);
    expect((await other.as.unverifiedUser()).id).toBeDefined();
    for (const table of ['users', 'roles', 'user_roles', 'audit_log'])
      expect((await other.db.query(`SELECT count(*)::int FROM ${table}`))[0].count).toBeGreaterThanOrEqual(
        (await t.db.query(`SELECT count(*)::int FROM ${table}`))[0].count,
      );
    await expect(other.db.query('UPDATE audit_log SET ip = NULL')).rejects.toThrow();
  });

  it('has foreign keys, triggers and sequences as migrations make them', async () => {
    const { url, dataDir } = await restored(file);
    const other = await testApp({ DATABASE_URL: url, DATA_DIR: dataDir });
    closing.push(() => other.close());
    const shapeOf = async ({ db }: TestApp) => ({
      constraints: await db.query(
        `SELECT conrelid::regclass::text AS on, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
         WHERE connamespace::regnamespace::text IN ('public', 'graphile_worker') ORDER BY 1, 2`,
      ),
      triggers: await db.query(
        `SELECT tgrelid::regclass::text AS on, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
      ),
    });
    expect(await shapeOf(other)).toEqual(await shapeOf(t));
  });

  it('only into an empty database', async () => {
    const before = await t.db.query('SELECT count(*)::int FROM users');
    const env = envOf(t.databaseUrl, await mkdtemp(join(folder, 'data-')));
    const { code, stderr } = await runCli(['restore', file], { env, input: `${passphrase}\n` });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The database is not empty: it has \d+ tables/),
    });
    expect(await t.db.query('SELECT count(*)::int FROM users')).toEqual(before);
  });

  it('holds nothing that can be read without the passphrase, and no other one opens it', async () => {
    const bytes = await readFile(file);
    for (const text of [person.email, person.username, 'users', '-----BEGIN']) expect(bytes.includes(text)).toBe(false);
    const { code, stderr } = await restored(file, { input: 'another passphrase' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'The passphrase is wrong, or the backup was changed.\n' });
  });

  it.each([
    [
      'a byte was changed',
      async (path: string, size: number) => {
        const bytes = await readFile(path);
        bytes[size - 40]! ^= 1;
        await writeFile(path, bytes);
      },
      'The backup was changed.',
    ],
    ['its end is missing', (path: string, size: number) => truncate(path, size - 10), 'The backup is cut off.'],
  ])('all or nothing, where %s', async (name, damage, message) => {
    const damaged = join(folder, name.replaceAll(' ', '-'));
    const bytes = await readFile(file);
    await writeFile(damaged, bytes);
    await damage(damaged, bytes.length);
    const { code, stderr, url } = await restored(damaged);
    expect({ code, stderr: stderr.trim() }).toEqual({ code: 1, stderr: message });
    const other = await testApp({ DATABASE_URL: url });
    closing.push(() => other.close());
    // The service itself made this one.
    expect(await other.db.query('SELECT email FROM users')).toEqual([{ email: 'owner@example.com' }]);
  });

  it('refuses a SECRET_KEY that is not the one of the backup, a short passphrase and a file that is there', async () => {
    const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
    const { stderr } = await restored(file, { env: { SECRET_KEY } });
    expect(stderr).toContain('SECRET_KEY is not the one of the backup');
    const env = envOf(t.databaseUrl, t.dataDir);
    expect((await runCli(['backup', join(folder, 'short')], { env, input: 'short\n' })).stderr).toContain(
      'at least 12',
    );
    expect((await runCli(['backup', file], { env, input: `${passphrase}\n` })).stderr).toContain(
      "can't be written (EEXIST)",
    );
    expect(await readdir(folder)).not.toContain('short');
  });
});

describe('of the embedded database', () => {
  const folders: string[] = [];
  const newFolder = async () => folders[folders.push(await mkdtemp(join(tmpdir(), 'embedded-'))) - 1]!;
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  it('a backup is restored into another embedded one, which keeps its own password', async () => {
    const [from, to] = [await newFolder(), await newFolder()];
    const file = join(await newFolder(), 'auth.backup');
    const owner = ['create-owner', '--email', 'first@example.com', '--username', 'first', '--full-name', 'First One'];
    await runCli(owner, { env: { DATA_DIR: from }, input: 'correct horse battery\n' });
    const written = await runCli(['backup', file], { env: { DATA_DIR: from }, input: `${passphrase}\n` });
    expect(written).toMatchObject({ code: 0, stderr: '' });

    const restored = await runCli(['restore', file], { env: { DATA_DIR: to }, input: `${passphrase}\n` });
    expect(restored).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/ and 0 files, .+\nThe audit log is whole: \d+ entries\.\n$/),
    });
    const password = (folder: string) => readFile(join(folder, 'postgres.password'), 'utf8');
    expect(await password(to)).not.toBe(await password(from));
    expect(await runCli(['audit', 'verify'], { env: { DATA_DIR: to } })).toMatchObject({ code: 0 });
  });
});

it('move-database copies the embedded database to a server', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'embedded-'));
  const target = await emptyDatabase();
  const owner = ['create-owner', '--email', 'first@example.com', '--username', 'first', '--full-name', 'First One'];
  const made = await runCli(owner, { env: { DATA_DIR: dataDir }, input: 'correct horse battery\n' });
  expect(made).toMatchObject({ code: 0 });
  const moved = await runCli(['move-database', '--to', target.url], { env: { DATA_DIR: dataDir } });
  expect(moved).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+ rows are copied, each table counted/) });

  const t = await testApp({ DATABASE_URL: target.url, DATA_DIR: dataDir });
  const credentials = { email: 'first@example.com', password: 'correct horse battery' };
  expect((await t.http.post('/api/login', credentials)).status).toBe(200);
  await t.close();
  await target.drop();
  await rm(dataDir, { recursive: true });
});
