import type { TestUser } from '../support/test-users';
import { aSentence, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const chosen = 'quite another secret';

describe('password', () => {
  let t: TestApp;
  let person: TestUser;
  let other: TestUser;
  beforeAll(async () => {
    t = await testApp();
  });
  beforeEach(async () => {
    person = await t.as.verifiedUser();
    other = await t.as.signIn(person, { device_token: 'phone' });
  });
  afterAll(() => t.close());

  const login = async (password: string) => (await t.http.post('/api/login', { email: person.email, password })).status;
  const ended = async ({ access, refresh }: TestUser) => {
    const read = await t.http.get('/api/profile', { token: access });
    const refreshed = await t.http.post('/api/token/refresh', { refresh });
    return read.status === 401 && refreshed.status === 401;
  };

  describe('changed', () => {
    const change = (body: object) => t.http.post('/api/password/change', body, { token: person.access });

    it('is the new one at once, and ends every other session', async () => {
      const { status, body } = await change({ current_password: person.password, new_password: chosen });
      expect([status, body]).toEqual([200, { message: aSentence }]);
      expect([await ended(other), await ended(person)]).toEqual([true, false]);
      expect([await login(person.password), await login(chosen)]).toEqual([401, 200]);
      await t.mailbox.find(person.email, /password was changed/i);
    });

    it('makes links void that were mailed before', async () => {
      const { email: new_email } = t.as.form();
      await t.http.post('/api/password/forgot', { email: person.email });
      await t.http.post('/api/email/change', { new_email, password: person.password }, { token: person.access });
      const reset = await t.mailbox.find(person.email, /new password/i);
      const confirm = await t.mailbox.find(new_email, /confirm/i);
      await change({ current_password: person.password, new_password: chosen });
      expect(
        problemSummary(
          await t.http.post('/api/password/reset', { token: reset.token, new_password: 'yet another one' }),
        ),
      ).toEqual([400, 'invalid_token']);
      expect(problemSummary(await t.http.post('/api/email/confirm', { token: confirm.token }))).toEqual([
        400,
        'invalid_token',
      ]);
    });

    it.each([
      ['a wrong one', { current_password: 'not this one', new_password: chosen }, 'current_password wrong_password'],
      ['none', { new_password: chosen }, 'current_password required'],
      [
        'a new one that is too short',
        { current_password: 'correct horse battery', new_password: 'short7c' },
        'new_password password_too_short',
      ],
      [
        'a new one that is no text',
        { current_password: 'correct horse battery', new_password: 5 },
        'new_password invalid_type',
      ],
    ])('with %s, is not', async (_, body, fault) => {
      expect(problemSummary(await change(body))).toEqual([400, 'validation_failed', fault]);
      expect([await login(person.password), await ended(other)]).toEqual([200, false]);
    });

    it('must not be like the own names, which the body does not contain', async () => {
      const new_password = `${person.username}1`;
      expect(problemSummary(await change({ current_password: person.password, new_password }))).toEqual([
        400,
        'validation_failed',
        'new_password password_too_similar',
      ]);
    });
  });

  describe('forgotten', () => {
    const forgot = (email: string) => t.http.post('/api/password/forgot', { email });
    const mailed = async (nth = 1) => {
      await forgot(person.email.toUpperCase());
      return t.mailbox.find(person.email, /new password/i, nth);
    };
    const reset = (token: string, new_password = chosen) => t.http.post('/api/password/reset', { token, new_password });

    it('is set anew with the token from the mail, once, and ends every session', async () => {
      const { token, text } = await mailed();
      expect(text).toContain(`${t.url}/reset-password/${token}`);
      const { status, body } = await reset(token);
      expect([status, body]).toEqual([200, { message: aSentence }]);
      expect([await ended(person), await ended(other)]).toEqual([true, true]);
      expect([await login(person.password), await login(chosen)]).toEqual([401, 200]);
      expect(problemSummary(await reset(token, 'yet another one'))).toEqual([400, 'invalid_token']);
      await t.mailbox.find(person.email, /password was changed/i);
    });

    it('is asked for alike by known, unknown, unverified and in any case', async () => {
      const [unknown, newcomer] = [t.as.form(), await t.as.unverifiedUser()];
      const answers = [];
      for (const { email } of [unknown, newcomer, person]) answers.push(await forgot(email));
      for (const { status, body } of answers) expect([status, body]).toEqual([202, answers[0]!.body]);
      await t.mailbox.find(person.email, /new password/i);
      expect(t.mailbox.of(unknown.email)).toHaveLength(0);
    });

    it('keeps the link that the owner has while strangers ask for more; one use voids them all', async () => {
      const [first, second, third] = [await mailed(), await mailed(2), await mailed(3)];
      expect((await reset(second.token)).status).toBe(200);
      for (const { token } of [first, second, third])
        expect(problemSummary(await reset(token))).toEqual([400, 'invalid_token']);
    });

    it('has five good links at the most', async () => {
      const mails = [];
      for (let nth = 1; nth <= 6; nth++) mails.push(await mailed(nth));
      expect(problemSummary(await reset(mails[0]!.token))).toEqual([400, 'invalid_token']);
      expect((await reset(mails[1]!.token)).status).toBe(200);
    });

    it('has a link for 1 h', async () => {
      const { token } = await mailed();
      const [{ hours }] = await t.db.query(
        'SELECT extract(epoch FROM expires_at - created_at) / 3600 AS hours FROM one_time_tokens WHERE user_id = $1 AND used_at IS NULL',
        [person.id],
      );
      expect(Number(hours)).toBe(1);
      await t.db.query("UPDATE one_time_tokens SET expires_at = now() - interval '1 s' WHERE user_id = $1", [
        person.id,
      ]);
      expect(problemSummary(await reset(token))).toEqual([400, 'token_expired']);
      expect(await login(person.password)).toBe(200);
    });

    it('keeps the link where the new one is refused', async () => {
      const { token } = await mailed();
      expect(problemSummary(await reset(token, '123'))[1]).toBe('validation_failed');
      expect(problemSummary(await reset(token, `${person.username}1`))).toEqual([
        400,
        'validation_failed',
        'new_password password_too_similar',
      ]);
      expect((await reset(token)).status).toBe(200);
    });

    it('names all faults at once', async () => {
      expect(
        problemSummary(await t.http.post('/api/password/reset', { token: 5, new_password: 'xq9', email: 'x' })),
      ).toEqual([
        400,
        'validation_failed',
        'email unknown_field',
        'new_password password_too_short',
        'token invalid_type',
      ]);
      expect(problemSummary(await t.http.post('/api/password/forgot', {}))).toEqual([
        400,
        'validation_failed',
        'email required',
      ]);
    });
  });
});
