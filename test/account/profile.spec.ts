import type { TestUser } from '../support/test-users';
import { aProfile, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('profile', () => {
  let t: TestApp;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp();
  });
  beforeEach(async () => {
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const read = (who = person) => t.http.get('/api/profile', { token: who.access });
  const edit = (body: unknown) => t.http.patch('/api/profile', body, { token: person.access });
  const login = (password: string) => t.http.post('/api/login', { email: person.email, password });

  it('is the user, and personal', async () => {
    const { status, headers, body } = await read();
    const { email, username } = person;
    expect([status, body]).toEqual([200, aProfile({ email, username, full_name: 'Pat Person' })]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('says what the user may do, as a sign-in does: of an owner also what only other roles name', async () => {
    const { access: token, email, password } = await t.as.owner();
    await t.http.post('/api/roles', { name: 'pinner', custom_permissions: { can_pin: true, max_pins: 7 } }, { token });
    const { body: login } = await t.http.post('/api/login', { email, password });
    const { body: profile } = await t.http.get('/api/profile', { token });
    expect(profile.permissions).toMatchObject({ can_ban_users: true, can_pin: true, max_pins: 7 });
    expect(profile.permissions).toEqual(login.permissions);
    const { body: edited } = await t.http.patch('/api/profile', { bio: 'All of it.' }, { token });
    expect(edited.permissions).toEqual(login.permissions);
  });

  it.each(['patch', 'put'] as const)(
    'is edited by %s; fields that are omitted or null stay unchanged',
    async (verb) => {
      const before = (await read()).body;
      const send = (body: unknown) => t.http[verb]('/api/profile', body, { token: person.access });
      const edited = await send({
        username: `${person.username}.new`,
        full_name: 'Ålice & "Co"',
        bio: 'One\n\ttwo 🐝',
      });
      const after = {
        ...before,
        username: `${person.username}.new`,
        full_name: 'Ålice & "Co"',
        bio: 'One\n\ttwo 🐝',
        last_seen: edited.body.last_seen,
      };
      expect([edited.status, edited.body]).toEqual([200, after]);
      const unchanged = await send({ username: null, full_name: null });
      expect(unchanged.body).toEqual({ ...after, last_seen: unchanged.body.last_seen });
      expect((await send({ bio: '' })).body.bio).toBe('');
      expect((await send({})).status).toBe(200);
    },
  );

  it('takes no name that is taken, but another spelling of the own', async () => {
    const other = await t.as.unverifiedUser();
    expect(problemSummary(await edit({ username: other.username.toUpperCase() }))).toEqual([409, 'username_taken']);
    const { status, body } = await edit({ username: person.username.toUpperCase() });
    expect([status, body.username]).toEqual([200, person.username.toUpperCase()]);
  });

  it('names all faults at once', async () => {
    const faulty = { username: 'a b', full_name: '', bio: 'x'.repeat(501), email: 'new@example.com', role: 'admin' };
    expect(problemSummary(await edit(faulty))).toEqual([
      400,
      'validation_failed',
      'bio too_long',
      'email unknown_field',
      'full_name too_short',
      'role unknown_field',
      'username username_invalid_characters',
    ]);
    expect((await read()).body).toMatchObject({ username: person.username, full_name: 'Pat Person', bio: '' });
  });

  it.each([
    [{ full_name: 'a\nb' }, 'full_name'],
    [{ full_name: 'a\0b' }, 'full_name'],
    [{ full_name: '\u202eb' }, 'full_name'],
    [{ bio: 'a\0b' }, 'bio'],
    [{ bio: '\ud800' }, 'bio'],
  ])('takes no invisible characters: %j', async (body, field) => {
    expect(problemSummary(await edit(body))).toEqual([400, 'validation_failed', `${field} invalid_characters`]);
  });

  it('changes the password, as in CollabSphere; every other session ends', async () => {
    const other = await t.as.signIn(person);
    const passwords = { current_password: person.password, new_password: 'quite another secret' };
    expect((await edit({ ...passwords, bio: 'New me' })).body.bio).toBe('New me');
    expect([(await read()).status, (await read(other)).status]).toEqual([200, 401]);
    expect([(await login(person.password)).status, (await login('quite another secret')).status]).toEqual([401, 200]);
    await t.mailbox.find(person.email, /password was changed/i);
  });

  it.each([
    [
      'a wrong password',
      { current_password: 'not this one', new_password: 'quite another secret' },
      'current_password wrong_password',
    ],
    [
      'a bad one',
      { current_password: 'correct horse battery', new_password: '12' },
      expect.stringMatching(/^new_password /),
    ],
    ['only the old one', { current_password: 'correct horse battery' }, 'new_password required'],
    ['only a new one', { new_password: 'quite another secret' }, 'current_password required'],
    [
      'an empty old one',
      { current_password: '', new_password: 'quite another secret' },
      'current_password wrong_password',
    ],
  ])('changes nothing at all with %s', async (_, passwords, fault) => {
    const answer = problemSummary(await edit({ ...passwords, bio: 'New me' }));
    expect(answer).toEqual(expect.arrayContaining([400, 'validation_failed', fault]));
    expect((await read()).body.bio).toBe('');
    expect((await login(person.password)).status).toBe(200);
  });

  it('changes no password where the name is taken', async () => {
    const { username } = await t.as.unverifiedUser();
    const passwords = { current_password: person.password, new_password: 'quite another secret' };
    expect(problemSummary(await edit({ ...passwords, username }))).toEqual([409, 'username_taken']);
    expect((await login(person.password)).status).toBe(200);
  });
});
