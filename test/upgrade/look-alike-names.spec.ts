import { Logger } from '@nestjs/common';
import { problemSummary } from '../support/matchers';
import type { TestUser } from '../support/test-users';
import { type TestApp, testApp } from '../support/test-app';
import { migratedUpTo, type OldDatabase } from '../support/upgrade';

const PASSWORD = 'correct horse battery';

describe('a database with names that look alike', () => {
  let old: OldDatabase;
  let t: TestApp;
  let owner: TestUser;
  let hash: string;
  let warnings: object[];

  beforeAll(async () => {
    const app = await testApp();
    const { id } = await app.as.unverifiedUser({ password: PASSWORD });
    [{ hash }] = await app.db.query('SELECT password_hash AS hash FROM users WHERE id = $1', [id]);
    await app.close();

    old = await migratedUpTo('EmailChangeSession1764200008000');
    await addUser('paypal', '2026-01-02');
    await addUser('раураӏ', '2026-01-03');
    await addUser('mike', '2026-01-02');
    await addUser('МІКЕ', '2026-01-01');
    await addUser('us\u0435r', '2026-01-01');
    await addRole('Straße', 'straße', '2026-01-01', 7);
    await addRole('STRASSE', 'strasse', '2026-01-02', 8);
    await addRole('аdmin', 'аdmin', '2026-01-01', 9);
    await addService('Größe', 'größe');
    await addService('GRÖSSE', 'grösse');

    warnings = [];
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation((entry) => void warnings.push(entry));
    await old.upgrade();
    warn.mockRestore();
    t = await testApp({ DATABASE_URL: old.url });
    owner = await t.as.owner();
  });
  afterAll(async () => {
    await t?.close();
    await old.drop();
  });

  const addUser = (username: string, joined: string) =>
    old.db.query(
      `INSERT INTO users (id, email, email_key, email_verified, username, username_key, full_name, full_name_key,
                          password_hash, date_joined)
       VALUES (gen_random_uuid(), $1, $1, true, $2, $3, 'Pat', 'pat', $4, $5)`,
      [emailOf(username), username, username.toLowerCase(), hash, joined],
    );
  const emailOf = (username: string) => `${encodeURIComponent(username).replaceAll('%', '').toLowerCase()}@example.com`;
  const addRole = (name: string, key: string, created: string, priority: number) =>
    old.db.query(
      'INSERT INTO roles (id, name, name_key, created_at, priority) VALUES (gen_random_uuid(), $1, $2, $3, $4)',
      [name, key, created, priority],
    );
  const addService = (name: string, key: string) =>
    old.db.query("INSERT INTO services (id, name, name_key, scopes) VALUES (gen_random_uuid(), $1, $2, '{}')", [
      name,
      key,
    ]);
  const signIn = async (username: string) => {
    const { status, body } = await t.http.post('/api/login', { email: emailOf(username), password: PASSWORD });
    return { status, username: body.user?.username, token: body.tokens?.access as string };
  };

  it('keeps them all, and logs who shares', async () => {
    for (const username of ['paypal', 'раураӏ', 'mike', 'МІКЕ', 'us\u0435r'])
      expect(await signIn(username)).toMatchObject({ status: 200, username });
    const events = warnings.map((entry) => entry as { event: string; table: string });
    expect(events.map(({ event, table }) => `${event} ${table}`).sort()).toEqual([
      'duplicate_name roles',
      'duplicate_name services',
      'look_alike_name roles',
      'look_alike_name roles',
      'look_alike_name services',
      'look_alike_name users',
      'look_alike_name users',
    ]);
    const [{ count }] = await t.db.query("SELECT count(*)::int FROM users WHERE username_skeleton = 'paypal'");
    expect(count).toBe(1);
  });

  it('lets their owners edit the profile and keep the name, and refuses others that look like them', async () => {
    for (const username of ['раураӏ', 'mike', 'us\u0435r']) {
      const { token } = await signIn(username);
      const { status, body } = await t.http.patch('/api/profile', { username, bio: 'Likes tea.' }, { token });
      expect([status, body.username, body.bio]).toEqual([200, username, 'Likes tea.']);
    }
    for (const username of ['paypaI', 'РАУРАӀ', 'm1ke'])
      expect(problemSummary(await t.http.post('/api/register', t.as.form({ username })))).toEqual([
        409,
        'username_taken',
      ]);
  });

  it('finds two roles of one name by the exact one', async () => {
    const { body: somebody } = await t.http.post('/api/register', t.as.form());
    const assign = async (role: string) => {
      const body = { user_id: somebody.user.id, role };
      return (await t.http.post('/api/assign-role', body, { token: owner.access })).body.role?.name;
    };
    expect(await assign('Straße')).toBe('Straße');
    expect(await assign('STRASSE')).toBe('STRASSE');
    const listed = await t.http.get(`/api/users?role=STRASSE`, { token: owner.access });
    expect(listed.body.items).toHaveLength(1);
    expect(problemSummary(await t.http.post('/api/roles', { name: 'strasse' }, { token: owner.access }))).toEqual([
      409,
      'role_name_taken',
    ]);
  });

  it('edits a role, and keeps its name', async () => {
    const { body } = await t.http.get('/api/roles', { token: owner.access });
    for (const name of ['STRASSE', 'аdmin']) {
      const { id } = body.items.find((role: { name: string }) => role.name === name);
      const edit = { name, description: 'As it was.' };
      expect((await t.http.patch(`/api/roles/${id}`, edit, { token: owner.access })).status).toBe(200);
    }
    expect(Object.keys(body.items[0])).not.toContain('name_skeleton');
  });
});
