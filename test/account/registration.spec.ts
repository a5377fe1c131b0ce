import { aSentence, aUser, noPermissions, problemSummary, tokens } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

describe('registration', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const register = (extras: object = {}) => t.http.post('/api/register', { ...t.as.form(), ...extras });

  it('answers the user, tokens, permissions and a message, and mails a link', async () => {
    const form = t.as.form({ full_name: 'Ada Lovelace', bio: 'Counts.\nWrites.' });
    const { status, headers, body } = await t.http.post('/api/register', { ...form, password2: form.password });
    const { email, username } = form;
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      user: aUser({ email, username, full_name: 'Ada Lovelace', bio: 'Counts.\nWrites.', email_verified: false }),
      tokens,
      permissions: noPermissions,
      known_device_token: expect.any(String),
      message: aSentence,
    });
    const mail = await t.mailbox.find(email, /verify/i);
    expect(mail.text).toContain(`${t.url}/verify-email/${mail.token}`);
    expect(mail.html).toContain(`${t.url}/verify-email/${mail.token}`);
    expect(mail.from).toContain('no-reply@localhost');
  });

  it('signs the device in, with the data that it sent', async () => {
    const person = await t.as.unverifiedUser({
      device_token: 'push-1',
      device_type: 'ios',
      device_name: "Ada's phone",
    });
    const { body } = await t.http.get('/api/sessions', { token: person.access });
    expect(body.items).toEqual([expect.objectContaining({ device: { name: "Ada's phone", type: 'ios' } })]);
  });

  it('takes null for what may be left out', async () => {
    const nothing = { password2: null, bio: null, device_token: null, device_type: null, device_name: null };
    expect((await register(nothing)).status).toBe(201);
  });

  it('names all faults at once', async () => {
    const faulty = {
      email: 'nobody',
      username: 'two words',
      password: '1234',
      password2: '12345',
      bio: 5,
      device_type: 'toaster',
      is_admin: true,
    };
    const answer = await t.http.post('/api/register', faulty);
    expect(problemSummary(answer)).toEqual([
      400,
      'validation_failed',
      'bio invalid_type',
      'device_type invalid_choice',
      'email invalid_email',
      'full_name required',
      'is_admin unknown_field',
      'password password_entirely_numeric',
      'password password_too_common',
      'password password_too_short',
      'password2 password_mismatch',
      'username username_invalid_characters',
    ]);
    for (const { message } of answer.body.errors) expect(message).toEqual(aSentence);
  });

  it.each([undefined, {}])('asks %j for what is missing', async (body) => {
    expect(problemSummary(await t.http.post('/api/register', body))).toEqual([
      400,
      'validation_failed',
      'email required',
      'full_name required',
      'password required',
      'username required',
    ]);
  });

  it.each([
    { email: 5 },
    { email: ['a@example.com'] },
    { username: { $ne: '' } },
    { password: true },
    { full_name: [] },
    { device_token: {} },
  ])('refuses %j', async (extras) => {
    const [field] = Object.keys(extras);
    expect(problemSummary(await register(extras))).toEqual([400, 'validation_failed', `${field} invalid_type`]);
  });

  it.each([
    'plain',
    'two@at@example.com',
    '@example.com',
    'a@b',
    ' a@example.com',
    'a@example.com,b@example.com',
    'a;b@example.com',
    '"a b"@example.com',
    'Ann <a@example.com>',
    'a\u200b@example.com',
  ])('refuses the address %j', async (email) => {
    expect(problemSummary(await register({ email }))).toEqual([400, 'validation_failed', 'email invalid_email']);
  });

  it.each(['a@example.com\r\nBcc: b@example.com', 'a@example.com\n', '\ra@example.com', 'a\0@example.com'])(
    'refuses the address %j',
    async (email) => {
      expect(problemSummary(await register({ email }))).toEqual(
        expect.arrayContaining([400, 'validation_failed', 'email invalid_email']),
      );
    },
  );

  it.each([
    ['tea🍵', 'username_invalid_characters'],
    ['...', 'username_invalid_characters'],
    ['pa\u200dul', 'username_invalid_characters'],
    ['\u202epaul', 'username_invalid_characters'],
    ['pаul', 'username_mixed_scripts'], // The а is Cyrillic.
  ])('refuses the username %j', async (username, code) => {
    expect(problemSummary(await register({ username }))).toEqual(
      expect.arrayContaining([400, 'validation_failed', `username ${code}`]),
    );
  });

  it.each(['Zoë_1.2-3', '김철수', 'Иван', '山田たろう'])('takes the username %j', async (username) => {
    const { status, body } = await register({ username });
    expect([status, body.user.username]).toEqual([201, username]);
  });

  it.each([
    ['of 7 characters', 'short7c', ['too_short']],
    ['that is empty', '', ['too_short']],
    ['that many use', 'ILoveYou', ['too_common']],
    ['of digits alone', '8402617395', ['entirely_numeric']],
    ['of digits alone that many use', '12345678', ['entirely_numeric', 'too_common']],
    ['of 129 characters', 'x'.repeat(129), ['too_long']],
  ])('refuses a password %s', async (_, password, codes) => {
    expect(problemSummary(await register({ password }))).toEqual([
      400,
      'validation_failed',
      ...codes.map((code) => `password password_${code}`),
    ]);
  });

  it.each<object>([
    { username: 'marieanne' },
    { email: 'marieanne@example.com' },
    { email: 'dupont@marieanne.fr' },
    { full_name: 'Marieanne Dupont' },
  ])('refuses the password marieanne77 of %j', async (names) => {
    expect(problemSummary(await register({ ...names, password: 'marieanne77' }))).toEqual([
      400,
      'validation_failed',
      'password password_too_similar',
    ]);
  });

  it.each([
    ['no digit and no capital', 'only lower case words'],
    ['one letter again and again', 'a'.repeat(20)],
    ['spaces around', '  around me  '],
    ['128 bees', '🐝'.repeat(128)],
  ])('takes a password with %s, and lets in with it and no other', async (_, password) => {
    const person = await t.as.verifiedUser({ password });
    const login = (tried: string) => t.http.post('/api/login', { email: person.email, password: tried });
    expect((await login(password)).status).toBe(200);
    expect((await login(password.slice(0, -2))).status).toBe(401);
    expect((await login(password.trim() + ' x')).status).toBe(401);
  });

  it.each([
    ['email', 'Ada@Example.com', 'aDA@example.COM'],
    ['email', 'strasse@example.com', 'ｓｔｒａｓｓｅ@example.com'],
    ['username', 'Grace', 'gRACE'],
    ['username', 'straße', 'STRASSE'],
    ['username', 'fullwidth', 'ｆｕｌｌｗｉｄｔｈ'],
  ])('keeps each %s once: %s is %s', async (field, first, second) => {
    expect((await register({ [field]: first })).status).toBe(201);
    expect(problemSummary(await register({ [field]: second }))).toEqual([409, `${field}_taken`]);
  });

  it('leaves nothing behind where it is refused', async () => {
    const taken = await t.as.unverifiedUser();
    const form = t.as.form();
    expect(problemSummary(await t.http.post('/api/register', { ...form, username: taken.username }))).toEqual([
      409,
      'username_taken',
    ]);
    expect((await t.http.post('/api/register', form)).status).toBe(201);
    await t.mailbox.find(form.email, /verify/i);
    expect(t.mailbox.of(form.email)).toHaveLength(1);
  });

  it('does not wait for the mail server, and the mail comes when that is back', async () => {
    t.mailbox.refuseWith = { code: 451, message: 'later' };
    const person = await t.as.unverifiedUser();
    const failures = () => t.db.query("SELECT 1 FROM graphile_worker.jobs WHERE last_error LIKE '%later%'");
    await waitFor(async () => (await failures()).length, 'the mail server has refused it');
    t.mailbox.refuseWith = undefined;
    await t.mailbox.find(person.email, /verify/i);
  });
});
