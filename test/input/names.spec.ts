import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('names', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp({ RESERVED_USERNAMES: 'Acme, acme_support' });
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const register = (extras: Record<string, unknown>) => t.http.post('/api/register', t.as.form(extras));
  const faulty = (fault: string) => [400, 'validation_failed', fault];

  it.each([
    ['username', 50, 'u'],
    ['full_name', 255, '😀'],
    ['bio', 500, 'é'],
  ])(
    '%s ends at %i code points, counted without the white space around, and is stored so',
    async (field, max, letter) => {
      const name = `${letter.repeat(max - 4)}${String(Math.random()).slice(2, 6)}`;
      const { status, body } = await register({ [field]: `  ${name}\u3000` });
      expect([status, body.user[field]]).toEqual([201, name]);
      expect(problemSummary(await register({ [field]: `${name}x` }))).toEqual(
        expect.arrayContaining(faulty(`${field} too_long`)),
      );
    },
  );

  it('of roles end at 50, what they are for at 1,000', async () => {
    const { access: token } = owner;
    const role = { name: 'r'.repeat(50), description: 'd'.repeat(1000) };
    const made = await t.http.post(
      '/api/roles',
      { name: ` ${role.name} `, description: `${role.description}\n` },
      { token },
    );
    expect([made.status, made.body]).toEqual([201, expect.objectContaining(role)]);
    const tooLong = { name: 'r'.repeat(51), description: 'd'.repeat(1001) };
    expect(problemSummary(await t.http.post('/api/roles', tooLong, { token }))).toEqual([
      ...faulty('description too_long'),
      'name too_long',
    ]);
  });

  it('null is absent', async () => {
    expect((await register({ bio: null, device_token: null, device_name: null, password2: null })).status).toBe(201);
    expect(problemSummary(await register({ full_name: null }))).toEqual(faulty('full_name required'));
  });

  it.each([
    ['zero-width spaces', '\u200b\u200c\u2060'],
    ['Hangul fillers', '\u3164\u115f\uffa0'],
    ['a Braille blank', '\u2800'],
    ['soft hyphens', '\u00ad\u00ad'],
    ['marks alone', '\u0301\u0308'],
    ['tags', '\u{e0061}\u{e0062}'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['a null notehead', '\u{1d159}'],
    ['an ideographic blank between joiners', '\u200d\u3000\u200d'],
  ])('need something to see: %s are none', async (_, name) => {
    const token = owner.access;
    expect(problemSummary(await register({ full_name: name }))).toEqual(faulty('full_name nothing_visible'));
    expect((await register({ username: name })).status).toBe(400);
    expect(problemSummary(await register({ device_token: 'x', device_name: name }))).toEqual(
      faulty('device_name nothing_visible'),
    );
    expect(problemSummary(await t.http.post('/api/roles', { name }, { token }))).toEqual(
      faulty('name nothing_visible'),
    );
    expect(problemSummary(await t.http.post('/api/services', { name, scopes: ['push.send'] }, { token }))).toEqual(
      faulty('name nothing_visible'),
    );
    expect(problemSummary(await t.http.patch('/api/profile', { full_name: name }, { token }))).toEqual(
      faulty('full_name nothing_visible'),
    );
  });

  it.each(['李', 'A', '👩‍👩‍👧', 'नी', '1', 'ﷺ', '\u200fמשה'])('%s can be seen', async (full_name) => {
    expect((await register({ full_name })).status).toBe(201);
  });

  it.each([
    'admin',
    'ADMIN',
    'ａｄｍｉｎ',
    'admın',
    'Root',
    'support',
    'me',
    'null',
    'undefined',
    'ACME',
    'Acme_Support',
  ])('that a platform reserves are not for the asking: %s', async (username) => {
    const person = await t.as.verifiedUser();
    expect(problemSummary(await register({ username }))).toEqual(faulty('username username_reserved'));
    const edit = { token: person.access };
    expect(problemSummary(await t.http.patch('/api/profile', { username, bio: 'x' }, edit))).toEqual(
      faulty('username username_reserved'),
    );
    const byOwner = await t.http.patch(`/api/users/${person.id}`, { username }, { token: owner.access });
    expect(problemSummary(byOwner)).toEqual(faulty('username username_reserved'));
    expect((await t.http.get('/api/profile', edit)).body).toMatchObject({ username: person.username, bio: '' });
  });

  it.each(['admin_ann', 'meg', 'nullam', 'rooted', 'acme2'])('near a reserved one are free: %s', async (username) => {
    expect((await register({ username })).status).toBe(201);
  });

  it('that became reserved are kept', async () => {
    const person = await t.as.verifiedUser();
    await t.db.query(`UPDATE users SET username = 'Support', username_key = 'support' WHERE id = $1`, [person.id]);
    const { status, body } = await t.http.patch(
      '/api/profile',
      { username: 'SUPPORT', bio: 'Here to help.' },
      { token: person.access },
    );
    expect([status, body.username, body.bio]).toEqual([200, 'SUPPORT', 'Here to help.']);
  });

  it('a device that comes with a push token alone is of the type web', async () => {
    const person = await t.as.verifiedUser();
    const phone = await t.as.signIn(person, { device_token: 'fcm-token-123' });
    const typed = await t.as.signIn(person, { device_token: 'fcm-token-124', device_type: 'ios' });
    const { body } = await t.http.get('/api/devices', { token: phone.access });
    const types = body.items.map(({ type }: { type: string | null }) => type);
    expect(types.sort()).toEqual(['ios', 'web', null].sort());
    expect(typed.id).toBe(person.id);
  });
});
