import { createHash, pbkdf2Sync } from 'node:crypto';
import bcrypt from 'bcrypt';
import { claimsOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { aUser, noPermissions, problemSummary, tokens } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('sign-in', () => {
  let t: TestApp;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const login = (who: { email: string; password: string }, extras: object = {}) =>
    t.http.post('/api/login', { email: who.email, password: who.password, ...extras });
  const status = async ({ access }: TestUser) => (await t.http.get('/api/profile', { token: access })).status;
  const set = (who: TestUser, change: string, ...values: unknown[]) =>
    t.db.query(`UPDATE users SET ${change} WHERE id = $1`, [who.id, ...values]);

  it('answers the user, tokens and permissions', async () => {
    const answer = await login(person);
    const { email, username } = person;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      user: aUser({ email, username, full_name: 'Pat Person' }),
      tokens,
      permissions: noPermissions,
      known_device_token: expect.any(String),
    });
  });

  it('answers all roles, the highest first, and what they permit together', async () => {
    const { body } = await login(await t.as.userWithRoles(['moderator', 'admin']));
    expect(body.user.role.name).toBe('admin');
    expect(body.user.roles.map(({ name }: { name: string }) => name)).toEqual(['admin', 'moderator', 'user']);
    expect(body.permissions).toEqual(Object.fromEntries(Object.keys(noPermissions).map((flag) => [flag, true])));
  });

  it('finds the address in any case', async () => {
    expect((await login({ ...person, email: person.email.toUpperCase() })).status).toBe(200);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const wrong = await login({ ...person, password: 'not this one' });
    const unknown = await login(t.as.form());
    expect(problemSummary(wrong)).toEqual([401, 'invalid_credentials']);
    expect({ ...unknown.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' });
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['4096 characters', 'x'.repeat(4096)],
  ])('takes %s for a wrong password', async (_, password) => {
    expect(problemSummary(await login({ ...person, password }))).toEqual([401, 'invalid_credentials']);
  });

  it('names all faults at once', async () => {
    expect(problemSummary(await t.http.post('/api/login', { email: 5, username: 'x', device_type: 'fridge' }))).toEqual(
      [
        400,
        'validation_failed',
        'device_type invalid_choice',
        'email invalid_type',
        'password required',
        'username unknown_field',
      ],
    );
  });

  it.each([
    ['unverified', 'email_verified = false', 'email_not_verified'],
    ['banned', 'banned_at = now()', 'account_banned'],
    ['banned for a while', "banned_at = now(), banned_until = now() + interval '1 h'", 'account_banned'],
    ['banned and unverified', 'banned_at = now(), email_verified = false', 'account_banned'],
  ])('answers that the account is %s after the right password only', async (_, change, code) => {
    const refused = await t.as.verifiedUser();
    await set(refused, change);
    expect(problemSummary(await login({ ...refused, password: 'not this one' }))).toEqual([401, 'invalid_credentials']);
    expect(problemSummary(await login(refused))).toEqual([403, code]);
  });

  it('lets in again whose ban is over', async () => {
    const banned = await t.as.verifiedUser();
    await set(banned, "banned_at = now() - interval '2 h', banned_until = now() - interval '1 h'");
    expect((await login(banned)).status).toBe(200);
  });

  describe('on a device', () => {
    it('replaces the session with the same push token: its tokens hold no longer', async () => {
      const before = await t.as.signIn(person, { device_token: 'phone-1' });
      const after = await t.as.signIn(person, { device_token: 'phone-1' });
      expect([await status(before), await status(after)]).toEqual([401, 200]);
      expect(problemSummary(await t.http.post('/api/token/refresh', { refresh: before.refresh }))).toEqual([
        401,
        'invalid_refresh_token',
      ]);
    });

    it('leaves other devices alone: two phones are two, and so are two without a push token', async () => {
      const all = [
        await t.as.signIn(person, { device_token: 'phone-2', device_type: 'ios' }),
        await t.as.signIn(person, { device_token: 'phone-3', device_type: 'ios' }),
        await t.as.signIn(person),
        await t.as.signIn(person),
      ];
      expect(await Promise.all(all.map(status))).toEqual([200, 200, 200, 200]);
      expect(new Set(all.map(({ access }) => claimsOf(access).sid)).size).toBe(4);
    });

    it('takes a push token over from another account, whose session stays', async () => {
      const pushes = async (who: TestUser) => {
        const { body } = await t.http.get('/api/devices', { token: who.access });
        return body.items.find(({ current }: { current: boolean }) => current).push_enabled;
      };
      const before = await t.as.verifiedUser({ device_token: 'shared-tablet' });
      expect(await pushes(before)).toBe(true);
      const after = await t.as.signIn(person, { device_token: 'shared-tablet' });
      expect([await pushes(before), await pushes(after)]).toEqual([false, true]);
      expect(await status(before)).toBe(200);
    });

    it('keeps 100 sessions; the one that was silent longest goes', async () => {
      const first = await t.as.verifiedUser();
      const second = await t.as.signIn(first);
      for (let n = 3; n <= 100; n++) await t.as.signIn(first);
      expect(await status(first)).toBe(200);
      const last = await t.as.signIn(first);
      expect([await status(first), await status(second), await status(last)]).toEqual([401, 200, 200]);
      const { body } = await t.http.get('/api/sessions', { token: last.access });
      expect(body.items).toHaveLength(100);
    });
  });

  describe('with a password that is stored', () => {
    const password = 'correct horse battery';
    const sha384 = createHash('sha384').update(password).digest('base64');
    const sha256 = createHash('sha256').update(password).digest('hex');
    const django = pbkdf2Sync(password, 'saltsalt', 1000, 32, 'sha256').toString('base64');
    const hashOf = async (who: TestUser) =>
      (await t.db.query('SELECT password_hash FROM users WHERE id = $1', [who.id]))[0].password_hash;
    const withHash = async (hash: string) => {
      const who = await t.as.verifiedUser({ password });
      await set(who, 'password_hash = $2', hash);
      return who;
    };

    it.each([
      ['at another cost', `bcrypt-sha384$${bcrypt.hashSync(sha384, 5)}`],
      ['by Django (PBKDF2)', `pbkdf2_sha256$1000$saltsalt$${django}`],
      ['by Django (bcrypt)', `bcrypt_sha256$${bcrypt.hashSync(sha256, 4)}`],
      ['as plain bcrypt', bcrypt.hashSync(password, 4)],
    ])('%s, hashes it anew', async (_, hash) => {
      const who = await withHash(hash);
      expect((await login({ ...who, password: 'not this one' })).status).toBe(401);
      expect(await hashOf(who)).toBe(hash);
      expect((await login(who)).status).toBe(200);
      expect(await hashOf(who)).toMatch(/^bcrypt-sha384\$\$2b\$04\$/);
      expect((await login(who)).status).toBe(200);
    });

    it('as it should be, leaves it so', async () => {
      const who = await t.as.verifiedUser({ password });
      const before = await hashOf(who);
      expect((await login(who)).status).toBe(200);
      expect(await hashOf(who)).toBe(before);
    });

    it.each(['!unusable', '', 'md5$abc$def', 'pbkdf2_sha256$99999999999$s$x'])(
      'as %j, signs no user in',
      async (hash) => {
        expect(problemSummary(await login(await withHash(hash)))).toEqual([401, 'invalid_credentials']);
      },
    );
  });
});
