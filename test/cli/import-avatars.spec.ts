import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { advisoryLocks } from '#platform';
import { Client } from 'pg';
import sharp from 'sharp';
import { emptyDatabase } from '../support/database';
import { listJobs, makeJobsDue, postponeJobs, waitForJobs } from '../support/jobs';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const image = (color: string) => sharp({ create: { width: 60, height: 40, channels: 3, background: color } });

jest.setTimeout(300_000);

describe('import --avatars', () => {
  let t: TestApp;
  let folder: string;
  let media: string;
  beforeAll(async () => {
    [t, folder] = await Promise.all([testApp(), mkdtemp(join(tmpdir(), 'import-avatars-'))]);
    media = join(folder, 'media');
    await mkdir(join(media, 'avatars'), { recursive: true });
    const png = await image('teal').png().toBuffer();
    const photo = image('red').withExif({ IFD0: { Copyright: 'Jane Doe' } });
    const files = {
      'secret.png': png,
      'media/avatars/ann.png': png,
      'media/avatars/bea.jpg': await photo.jpeg().toBuffer(),
      'media/broken.png': png.subarray(0, png.length - 30),
      'media/page.png': '<html><script>alert(1)</script></html>',
      'media/large.png': Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await symlink('../secret.png', join(media, 'link.png'));
    await symlink('avatars/ann.png', join(media, 'inside.png'));
  });
  afterAll(async () => {
    await t.close();
    await rm(folder, { recursive: true });
  });

  const env = () => ({ DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir });
  const cli = (...args: string[]) => runCli(['import', ...args, '--avatars', media], { env: env() });
  const file = async (name: string, content: string | object) => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const csvOf = (name: string, avatars: Record<string, string>) =>
    file(
      `${name}.csv`,
      `email,username,email_verified,avatar\n${Object.entries(avatars)
        .map(([person, avatar]) => `${person}@${name}.example.com,${person}-${name},true,${avatar}\n`)
        .join('')}`,
    );
  const avatarOf = async (email: string) =>
    (await t.db.query('SELECT avatar FROM users WHERE email = $1', [email]))[0]?.avatar as string | null;
  const count = async (like: string) =>
    (await t.db.query('SELECT count(*)::int AS n FROM users WHERE email LIKE $1', [like]))[0].n as number;
  const stored = async () => (await readdir(join(t.dataDir, 'avatars')).catch(() => [])).sort();
  const used = async () =>
    (await t.db.query<{ avatar: string }[]>('SELECT avatar FROM users WHERE avatar IS NOT NULL'))
      .map(({ avatar }) => avatar)
      .sort();
  const lastLine = ({ stdout }: { stdout: string }) => stdout.trimEnd().split('\n').at(-1);
  const report = async (path: string) =>
    (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; id: string; outcome: string; warnings?: object[] });
  const everything = async () => [
    await t.db.query(`SELECT to_jsonb(users) - 'last_seen' AS account FROM users ORDER BY id`),
    await stored(),
    await listJobs(t.db),
  ];

  /** Each row has its image, and each image a row. */
  async function expectNothingAstray() {
    await waitForJobs(t.db);
    expect(await stored()).toEqual(await used());
  }

  it('encodes pictures as an upload, says which could not be, and is the same a second time', async () => {
    const people: [name: string, avatar: string, warning?: string][] = [
      ['ann', 'avatars/ann.png'],
      ['bea', 'avatars/bea.jpg'],
      ['cat', 'inside.png'],
      ['dan', 'broken.png', 'avatar_not_an_image'],
      ['eli', 'page.png', 'avatar_not_an_image'],
      ['fay', 'large.png', 'avatar_too_large'],
      ['gil', '../secret.png', 'avatar_outside_folder'],
      ['hal', join(folder, 'secret.png'), 'avatar_outside_folder'],
      ['ian', 'link.png', 'avatar_outside_folder'],
      ['joy', 'no.png', 'avatar_not_found'],
      ['kim', 'avatars', 'avatar_not_a_file'],
      ['lea', 'https://example.com/ann.png'],
      ['max', ''],
    ];
    const csv = await csvOf('rules', Object.fromEntries(people));
    const path = join(folder, 'rules.report');
    const expected = (isDecoded: boolean) =>
      people.map(([name, avatar, code], index) => ({
        line: index + 2,
        id: `${name}@rules.example.com`,
        outcome: 'create',
        notes: [{ code: 'no_password' }, ...(avatar.startsWith('https') ? [{ code: 'avatar_not_imported' }] : [])],
        ...(code &&
          (isDecoded || code !== 'avatar_not_an_image') && {
            warnings: [{ field: 'avatar', code, message: expect.any(String) }],
          }),
      }));

    const before = await everything();
    const dry = await cli('--from', 'csv', csv, '--dry-run', '--report', path);
    expect([dry.code, dry.stderr]).toEqual([0, '']);
    expect(await report(path)).toEqual(expected(false));
    expect(await everything()).toEqual(before);

    const done = await cli('--from', 'csv', csv, '--report', path);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(lastLine(done)).toBe('13 accounts imported, 0 imported before, 0 refused, 0 other records.');
    expect(done.stdout).toMatch(
      /^line 11: warning: avatar: The folder of --avatars has no such file\. \(avatar_not_found\)$/m,
    );
    expect(done.stdout).toMatch(/^ {2}3 are imported without their avatar: avatar_outside_folder$/m);
    expect(await report(path)).toEqual(expected(true));
    await expectNothingAstray();
    expect(await stored()).toHaveLength(3);

    const address = `${t.url}/avatars/${await avatarOf('bea@rules.example.com')}`;
    const served = Buffer.from(await (await fetch(address)).arrayBuffer());
    expect(await sharp(served).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 });
    expect(served.includes('Jane Doe')).toBe(false);

    const after = await everything();
    const again = await cli('--from', 'csv', csv);
    expect(lastLine(again)).toBe('0 accounts imported, 13 imported before, 0 refused, 0 other records.');
    expect(await everything()).toEqual(after);
  });

  it('leaves no image of an account that is refused', async () => {
    const { email } = await t.as.verifiedUser();
    const before = await stored();
    const csv = await file(
      'refused.csv',
      `email,username,email_verified,avatar\n${email},refused,true,avatars/ann.png\n`,
    );
    expect(lastLine(await cli('--from', 'csv', csv))).toMatch(/1 refused/);
    expect(await stored()).toEqual(before);
  });

  const email = (name: string) => ({ email: `${name}@sources.example.com` });
  const dump = (pk: number, avatar: string) => ({
    model: 'auth.user',
    pk,
    fields: { ...email(`django${pk}`), username: `django${pk}`, email_verified: true, groups: [], avatar },
  });
  it.each([
    ['django', 'django1', [dump(1, 'avatars/ann.png'), dump(2, '')]],
    ['auth0', 'auth0', { user_id: 'a', ...email('auth0'), email_verified: true, picture: 'avatars/ann.png' }],
    ['firebase', 'firebase', { users: [{ localId: 'f', ...email('firebase'), photoUrl: 'avatars/ann.png' }] }],
    [
      'keycloak',
      'keycloak',
      { users: [{ id: 'k', ...email('keycloak'), attributes: { picture: ['avatars/ann.png'] } }] },
    ],
    [
      'supabase',
      'supabase',
      { id: 's', ...email('supabase'), raw_user_meta_data: { avatar_url: 'avatars/ann.png' }, raw_app_meta_data: {} },
    ],
  ])('takes a path in an export of %s', async (source, name, content) => {
    const done = await cli('--from', source, await file(`${source}.json`, content));
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(await avatarOf(`${name}@sources.example.com`)).toMatch(/^[0-9a-f]{32}\.webp$/);
    await expectNothingAstray();
  });

  it("takes the column of Django's table", async () => {
    const django = await emptyDatabase();
    const db = new Client({ connectionString: django.url });
    await db.connect();
    try {
      await db.query(`
        CREATE TABLE accounts_user (id int PRIMARY KEY, password varchar(128), email varchar(254), username varchar(50),
          avatar varchar(100), is_active boolean, is_verified boolean);
        INSERT INTO accounts_user VALUES (1, '!', 'tara@tables.example.com', 'tara', 'avatars/ann.png', true, true)`);
      const done = await cli('--from', 'django', django.url, '--table', 'accounts_user', '--system', 'tables');
      expect([done.code, done.stderr]).toEqual([0, '']);
      expect(await avatarOf('tara@tables.example.com')).toMatch(/\.webp$/);
    } finally {
      await db.end();
      await django.drop();
    }
  });

  it('does not give a picture back that its user has removed', async () => {
    const csv = await csvOf('removed', { rob: 'avatars/ann.png' });
    expect((await cli('--from', 'csv', csv)).code).toBe(0);
    await t.db.query(`UPDATE users SET avatar = NULL WHERE email = 'rob@removed.example.com'`);
    expect(lastLine(await cli('--from', 'csv', csv))).toMatch(/1 imported before/);
    expect(await avatarOf('rob@removed.example.com')).toBeNull();
  });

  it('says that the folder is none, and imports nothing then', async () => {
    const csv = await csvOf('nofolder', { nils: 'avatars/ann.png' });
    for (const [path, message] of [
      ['/no/such/folder', /^the folder \/no\/such\/folder can't be read: ENOENT\n$/],
      [csv, /is not a folder\.\n$/],
    ] as const) {
      const { code, stderr } = await runCli(['import', '--from', 'csv', csv, '--avatars', path], { env: env() });
      expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
    }
    expect(await count('%@nofolder.example.com')).toBe(0);
  });

  describe('when the images are stored and the accounts are not committed', () => {
    const amount = 30;
    let csv: string;
    let domain: string;
    let child: ChildProcess;
    let blocker: Client;
    let outcome: Promise<[string, number | null]>;

    beforeEach(async () => {
      await rm(join(t.dataDir, 'avatars'), { recursive: true, force: true });
      await t.db.query('UPDATE users SET avatar = NULL');
      const name = `stop${Date.now()}`;
      domain = `${name}.example.com`;
      csv = await csvOf(
        name,
        Object.fromEntries(Array.from({ length: amount }, (_, n) => [`p${n}`, 'avatars/ann.png'])),
      );
      blocker = new Client({ connectionString: t.databaseUrl });
      await blocker.connect();
    });
    afterEach(async () => {
      child.kill('SIGKILL');
      await blocker.end();
    });

    /** Where it waits for the lock that this statement takes. */
    async function stopAt(lock: string) {
      await blocker.query('BEGIN');
      await blocker.query(lock);
      child = spawn(process.execPath, [resolve('dist/cli.cjs'), 'import', '--from', 'csv', csv, '--avatars', media], {
        env: { PATH: process.env.PATH, ...env() },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const closed = once(child, 'close') as Promise<[number | null]>;
      outcome = Promise.all([text(child.stderr!), closed.then(([code]) => code)]);
      await waitFor(
        async () => {
          const [{ waits }] = await t.db.query(
            `SELECT count(*)::int AS waits FROM pg_locks JOIN pg_database ON oid = database
             WHERE NOT granted AND datname = current_database()`,
          );
          return waits > 0;
        },
        'the transaction waits',
        60_000,
      );
      expect(await used()).toEqual([]);
    }
    const insertInto = (table: string) => `LOCK TABLE ${table} IN SHARE MODE`;
    const setSomeEmail = (email: string) =>
      `UPDATE users SET email = '${email}', email_key = '${email}' WHERE id = (SELECT min(id::text)::uuid FROM users)`;

    it('has no row without image after a kill; the next run imports all, and a job removes what was stored', async () => {
      await stopAt(insertInto('imported_accounts'));
      const orphans = await stored();
      expect(orphans).toHaveLength(amount);
      child.kill('SIGKILL');
      await outcome;
      await blocker.query('COMMIT');
      expect(await used()).toEqual([]);
      expect(await listJobs(t.db)).toMatchObject([{ task: 'remove_avatars' }]);

      const rest = await cli('--from', 'csv', csv);
      expect(lastLine(rest)).toBe(`${amount} accounts imported, 0 imported before, 0 refused, 0 other records.`);
      expect(await used()).toHaveLength(amount);
      expect(await stored()).toEqual([...orphans, ...(await used())].sort());
      await makeJobsDue(t.db);
      await expectNothingAstray();
      expect(await stored()).toHaveLength(amount);
    });

    it('removes the image of who was taken meanwhile', async () => {
      await stopAt(insertInto('users'));
      await blocker.query(setSomeEmail(`p7@${domain}`));
      await blocker.query('COMMIT');
      expect(await outcome).toEqual(['', 1]);
      expect(await count(`%@${domain}`)).toBe(amount);
      await expectNothingAstray();
      expect(await stored()).toHaveLength(amount - 1);
    });

    it('refuses who was free only after the pictures were read', async () => {
      await t.db.query(setSomeEmail(`p7@${domain}`));
      await stopAt(`SELECT pg_advisory_xact_lock(${advisoryLocks.roleAssignments})`);
      expect(await stored()).toHaveLength(amount - 1);
      await t.db.query(setSomeEmail('free@example.com'));
      await blocker.query('COMMIT');
      expect(await outcome).toEqual(['', 1]);
      expect(await count(`%@${domain}`)).toBe(amount - 1);
      await expectNothingAstray();
      expect(lastLine(await cli('--from', 'csv', csv))).toMatch(/^1 account imported/);
      expect(await avatarOf(`p7@${domain}`)).toMatch(/\.webp$/);
    });

    it('commits nothing where the job has removed the images meanwhile', async () => {
      await stopAt(insertInto('users'));
      await makeJobsDue(t.db);
      await waitFor(async () => (await stored()).length === 0, 'the job has removed the images');
      await waitForJobs(t.db);
      await blocker.query('COMMIT');
      expect(await outcome).toEqual([expect.stringMatching(/^the pictures of a batch .* were removed/), 1]);
      expect(await used()).toEqual([]);
      expect(await count(`%@${domain}`)).toBe(0);
    });

    it('commits nothing where the job has failed half-way', async () => {
      await stopAt(insertInto('users'));
      await postponeJobs(t.db);
      await blocker.query('COMMIT');
      expect(await outcome).toEqual([expect.stringMatching(/^the pictures of a batch .* were removed/), 1]);
      expect(await count(`%@${domain}`)).toBe(0);
      await makeJobsDue(t.db);
      await expectNothingAstray();
    });
  });

  it('stops where images can not be stored, without accounts, and goes on later', async () => {
    const csv = await csvOf('full', { fred: 'avatars/ann.png' });
    await rm(join(t.dataDir, 'avatars'), { recursive: true, force: true });
    await t.db.query('UPDATE users SET avatar = NULL');
    await writeFile(join(t.dataDir, 'avatars'), 'a file in the way of the folder');
    const { code, stderr } = await cli('--from', 'csv', csv);
    expect([code, stderr]).toEqual([1, "the avatars can't be stored: EEXIST\n"]);
    expect(await count('%@full.example.com')).toBe(0);
    await rm(join(t.dataDir, 'avatars'));
    expect((await cli('--from', 'csv', csv)).code).toBe(0);
    await expectNothingAstray();
  });
});
