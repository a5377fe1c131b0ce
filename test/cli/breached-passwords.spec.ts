import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

const BREACHED = 'pässwörd from a breach';
const SEEN_ONCE = 'seen in a breach only once';
const fault = (field: string) => ({
  field,
  code: 'password_breached',
  message: 'The password is known from a data breach, and so one of the first to be guessed.',
});
const sha1 = (password: string) => createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();

describe('breached-passwords, beside two running processes', () => {
  let apps: TwoApps;
  let one: TestApp;
  let other: TestApp;
  let folder: string;

  beforeAll(async () => {
    apps = await twoApps();
    ({ one, other } = apps);
    folder = await mkdtemp(join(tmpdir(), 'breached-passwords-'));
  });
  afterAll(async () => {
    await apps.close();
    await rm(folder, { recursive: true });
  });

  const cli = (args: string[], input?: string) =>
    runCli(args, {
      env: { DATABASE_URL: one.databaseUrl, DATA_DIR: one.dataDir, SECRET_KEY: apps.secretKey },
      input,
    });
  const list = (...args: string[]) => cli(['breached-passwords', ...args]);

  async function importLines(lines: string[], ...args: string[]) {
    const path = join(folder, 'list.txt');
    await writeFile(path, lines.join('\n'));
    return list('import', path, ...args);
  }

  const refuses = async (app: TestApp, password: string): Promise<boolean> => {
    const { body } = await app.http.post('/api/register', app.as.form({ password }));
    return (body.errors ?? []).some(({ code }: { code: string }) => code === 'password_breached');
  };
  const bothRefuse = (password: string) =>
    waitFor(async () => (await refuses(one, password)) && (await refuses(other, password)), 'both refuse it');
  const bothAccept = (password: string) =>
    waitFor(async () => !(await refuses(one, password)) && !(await refuses(other, password)), 'both accept it');

  it('has nothing to show or to remove at first', async () => {
    const nothing = { code: 0, stdout: 'There is no list of breached passwords.\n', stderr: '' };
    expect(await list('status')).toEqual(nothing);
    expect(await list('remove')).toEqual(nothing);
  });

  it('import: both processes refuse the passwords from then on, wherever one is set, and still sign in with them', async () => {
    const person = await one.as.unverifiedUser({ password: BREACHED });
    // The mail with its link may be in either mailbox.
    await one.db.query('UPDATE users SET email_verified = true WHERE id = $1', [person.id]);
    const imported = await importLines([`${sha1(BREACHED)}:12`, `${sha1(SEEN_ONCE)}:1`]);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toBe('2 passwords imported: 0.0 MB in the memory of each process.\n');
    await bothRefuse(BREACHED);
    await bothRefuse(SEEN_ONCE);
    expect(await refuses(one, `${BREACHED}.`)).toBe(false);

    const { access } = await other.as.signIn(person);
    const change = { current_password: BREACHED, new_password: SEEN_ONCE };
    const changes = [
      await one.http.post('/api/password/change', change, { token: access }),
      await other.http.patch('/api/profile', change, { token: access }),
      await one.http.post('/api/password/reset', { token: 'x'.repeat(43), new_password: SEEN_ONCE }),
    ];
    for (const { status, body } of changes) {
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'validation_failed', errors: [fault('new_password')] });
    }
    expect((await one.as.signIn(person)).access).toBeTruthy();
  });

  it('all that is wrong with a password is answered at once', async () => {
    await importLines([sha1('password123')]);
    await bothRefuse('password123');
    const { body } = await one.http.post('/api/register', one.as.form({ email: 'x', password: 'password123' }));
    const faults = body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
    expect(faults.sort()).toEqual([
      'email invalid_email',
      'password password_breached',
      'password password_too_common',
    ]);
  });

  it('the page for a new password refuses them, and keeps the token', async () => {
    await importLines([sha1(BREACHED)]);
    await bothRefuse(BREACHED);
    const form = new URLSearchParams({ new_password: BREACHED, new_password2: BREACHED });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, body } = await one.http.post('/reset-password/token', form.toString(), { headers });
    expect(status).toBe(200);
    expect(body).toContain(fault('').message);
    expect(body).toContain('action="/reset-password/token"');
  });

  it('a process that starts later refuses them from its first request', async () => {
    await importLines([sha1(BREACHED)]);
    const later = await testApp({ DATABASE_URL: one.databaseUrl, SECRET_KEY: apps.secretKey });
    expect(await refuses(later, BREACHED)).toBe(true);
    await later.close();
  });

  it('create-owner refuses them, on the database alone', async () => {
    await importLines([sha1(BREACHED)]);
    const { code, stderr } = await cli(
      ['create-owner', '--email', 'olga@example.com', '--username', 'olga', '--full-name', 'Olga'],
      `${BREACHED}\n`,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: `password: ${fault('').message}\n` });
  });

  it('import replaces the list before, and --min-count leaves out rare ones', async () => {
    const { stdout } = await importLines([`${sha1('another breach')}:5`, `${sha1(SEEN_ONCE)}:1`], '--min-count', '2');
    expect(stdout).toMatch(/^1 password imported/);
    await bothRefuse('another breach');
    await bothAccept(BREACHED);
    await bothAccept(SEEN_ONCE);
    expect((await list('status')).stdout).toMatch(
      /^1 password, 0\.0 MB, seen at least 2 times\.\nImported at \d{4}-\S+Z, version \d+\.\n$/,
    );
  });

  it('a bad file changes nothing', async () => {
    const { code, stdout, stderr } = await importLines([sha1(BREACHED), 'a password in plain text']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^\S+list\.txt, line 2: expected 40 hexadecimal digits of a SHA-1, [^\n]+\n$/);
    expect(await importLines(['', '\r'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/list\.txt: there is no password to import\.\n$/),
    });
    expect(await list('import', 'missing', '--min-count', '0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('It must be a whole number from 1'),
    });
    expect((await list('status')).stdout).toMatch(/^1 password,/);
    expect(await refuses(one, 'another breach')).toBe(true);
  });

  it('only one command at a time changes the list', async () => {
    const client = new Client(one.databaseUrl);
    await client.connect();
    await client.query('BEGIN; LOCK TABLE breached_password_lists IN SHARE ROW EXCLUSIVE MODE');
    expect(await list('remove')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Another command is changing the list of breached passwords.\n',
    });
    await client.end();
  });

  it('remove: both accept the passwords again; the audit log has who changed what', async () => {
    expect((await list('remove')).stdout).toBe('The list of breached passwords is removed.\n');
    await bothAccept('another breach');
    const { access } = await one.as.owner();
    const { body } = await one.http.get('/api/audit-log', { token: access });
    const actions = body.items.map(({ action, details }: { action: string; details: unknown }) => [action, details]);
    expect(actions).toContainEqual(['breached_passwords.import', { entries: 1, min_count: 2 }]);
    expect(actions).toContainEqual(['breached_passwords.remove', expect.anything()]);
  });
});
