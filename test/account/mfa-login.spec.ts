import { claimsOf } from '../support/jwt';
import { aUser, noPermissions, problemSummary, tokens } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import {
  type EnrolledUser,
  login,
  loginMfa,
  loginWithTotp,
  mfaToken,
  totpCode,
  withTotp,
  wrongCode,
} from '../support/totp';

const expired = [401, 'mfa_token_expired'];

describe('sign-in with a second factor', () => {
  let t: TestApp;
  let person: EnrolledUser;
  beforeAll(async () => (t = await testApp()));
  beforeEach(async () => (person = await withTotp(t, await t.as.verifiedUser())));
  afterAll(() => t.close());

  const wrong = () => ({ method: 'totp', code: wrongCode(person.secret) });
  const right = async (token: string) => loginMfa(t, token, { method: 'totp', code: await person.code() });
  const sessions = async () => (await t.http.get('/api/sessions', { token: person.access })).body.items;
  const audit = async (action: string) =>
    (await t.db.query('SELECT details FROM audit_log WHERE subject_id = $1 AND action = $2 ORDER BY seq', [
      person.id,
      action,
    ])) as { details: object }[];

  it('is asked for after the right password, and only then', async () => {
    const { status, headers, body } = await login(t, person);
    expect([status, headers.get('cache-control')]).toEqual([403, 'no-store']);
    expect(body).toMatchObject({
      code: 'mfa_required',
      mfa_token: expect.stringMatching(/^[\w-]{43}$/),
      methods: ['totp', 'recovery_code'],
      expires_in: 300,
    });
    expect(body).not.toHaveProperty('tokens');
    const [wrongPassword, unknown] = [
      await login(t, { ...person, password: 'not this one' }),
      await login(t, t.as.form() as unknown as TestUser),
    ];
    expect({ ...wrongPassword.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
    expect(problemSummary(wrongPassword)).toEqual([401, 'invalid_credentials']);
  });

  it('answers as a login, on the device that the login named', async () => {
    const device = { device_token: 'secret-push-token', device_type: 'ios', device_name: "Pat's phone" };
    const { status, headers, body } = await loginWithTotp(t, person, device);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const { email, username } = person;
    expect(body).toEqual({
      user: aUser({ email, username, full_name: 'Pat Person' }),
      tokens,
      permissions: noPermissions,
      known_device_token: expect.any(String),
    });
    expect(claimsOf(body.tokens.access)).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: 'aal2', mfa_enrolled: true });
    const { body: devices } = await t.http.get('/api/devices', { token: body.tokens.access });
    expect(devices.items.find(({ current }: { current: boolean }) => current)).toMatchObject({
      name: "Pat's phone",
      type: 'ios',
      push_enabled: true,
    });
    expect((await audit('session.login')).at(-1)!.details).toMatchObject({
      methods: ['pwd', 'otp', 'mfa'],
      second_factor: 'totp',
    });
  });

  it('stores neither the token nor the push token as it is', async () => {
    const token = await mfaToken(t, person, { device_token: 'secret-push-token' });
    const rows = await t.db.query('SELECT row_to_json(c)::text AS row FROM sign_in_challenges c WHERE user_id = $1', [
      person.id,
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0].row).not.toContain('secret-push-token');
    expect(rows[0].row).not.toContain(token);
  });

  it('says how many tries are left, and allows five', async () => {
    const token = await mfaToken(t, person);
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await loginMfa(t, token, wrong());
      expect(problemSummary(answer)).toEqual([401, 'invalid_code']);
      expect(answer.body.attempts_left).toBe(left);
    }
    expect(problemSummary(await right(token))).toEqual(expired);
    expect(await audit('mfa.failed')).toEqual(Array.from({ length: 5 }, () => ({ details: { method: 'totp' } })));
    expect((await right(await mfaToken(t, person))).status).toBe(200);
  });

  it('uses the token once, and a code once', async () => {
    const [token, another] = [await mfaToken(t, person), await mfaToken(t, person)];
    const proof = { method: 'totp', code: await person.code() };
    expect((await loginMfa(t, token, proof)).status).toBe(200);
    expect(problemSummary(await loginMfa(t, another, proof))).toEqual([401, 'invalid_code']);
    expect(problemSummary(await right(token))).toEqual(expired);
    expect((await right(another)).status).toBe(200);
  });

  it('refuses an expired token, an unknown one, and another kind of token', async () => {
    const token = await mfaToken(t, person);
    await t.db.query("UPDATE sign_in_challenges SET expires_at = now() - interval '1 s' WHERE user_id = $1", [
      person.id,
    ]);
    for (const not of [token, 'x', person.access, person.refresh])
      expect(problemSummary(await right(not))).toEqual(expired);
  });

  it('refuses a method that the account has not, and a proof of another method', async () => {
    const token = await mfaToken(t, person);
    for (const proof of [
      { method: 'webauthn', assertion: { id: 'x' } },
      { method: 'totp', code: person.recoveryCodes[0] },
      { method: 'recovery_code', code: await person.code() },
    ])
      expect(problemSummary(await loginMfa(t, token, proof))).toEqual([401, 'invalid_code']);
  });

  it('uses up no try where the proof was left out', async () => {
    const token = await mfaToken(t, person);
    for (const method of ['totp', 'recovery_code'])
      expect(problemSummary(await loginMfa(t, token, { method }))).toEqual([400, 'validation_failed', 'code required']);
    expect(problemSummary(await loginMfa(t, token, { method: 'webauthn', code: '123456' }))).toEqual([
      400,
      'validation_failed',
      'assertion required',
    ]);
    expect((await loginMfa(t, token, wrong())).body.attempts_left).toBe(4);
  });

  it('names all faults of the body', async () => {
    const answer = await t.http.post('/api/login/mfa', {
      method: 'sms',
      code: 5,
      assertion: [],
      trust_device: 'yes',
      x: 1,
    });
    expect(problemSummary(answer)).toEqual([
      400,
      'validation_failed',
      'assertion invalid_type',
      'code invalid_type',
      'method invalid_choice',
      'mfa_token required',
      'trust_device invalid_type',
      'x unknown_field',
    ]);
  });

  describe('is refused with a token from before', () => {
    const asOwner = async () => ({ token: (await t.as.owner()).access });

    it('a ban, also when it has ended', async () => {
      const token = await mfaToken(t, person);
      await t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, await asOwner());
      expect(problemSummary(await right(token))).toEqual(expired);
      expect(problemSummary(await login(t, person))).toEqual([403, 'account_banned']);
      await t.http.delete(`/api/users/${person.id}/ban`, await asOwner());
      expect(problemSummary(await right(token))).toEqual(expired);
    });

    it('a deactivation', async () => {
      const token = await mfaToken(t, person);
      await t.http.patch(`/api/users/${person.id}`, { is_active: false }, await asOwner());
      expect(problemSummary(await right(token))).toEqual(expired);
    });

    it('a ban by the operator in the database', async () => {
      const token = await mfaToken(t, person);
      await t.db.query('UPDATE users SET banned_at = now() WHERE id = $1', [person.id]);
      expect(problemSummary(await right(token))).toEqual([403, 'account_banned']);
    });

    it('a change of the password', async () => {
      const token = await mfaToken(t, person);
      const change = { current_password: person.password, new_password: 'another fine phrase' };
      expect((await t.http.post('/api/password/change', change, { token: person.access })).status).toBe(200);
      expect(problemSummary(await right(token))).toEqual(expired);
    });

    it('a change of the factors', async () => {
      const token = await mfaToken(t, person);
      expect((await t.http.delete('/api/mfa/totp', { token: person.access })).status).toBe(204);
      expect(problemSummary(await right(token))).toEqual(expired);
      expect((await login(t, person)).status).toBe(200);
    });
  });

  describe('is not skipped by', () => {
    it('a reset of the password: it does not sign in, and the factor stays', async () => {
      const pending = await mfaToken(t, person);
      await t.http.post('/api/password/forgot', { email: person.email });
      const { token } = await t.mailbox.find(person.email, /new password/i);
      const reset = await t.http.post('/api/password/reset', { token, new_password: 'another fine phrase' });
      expect(Object.keys(reset.body)).toEqual(['message']);
      expect(problemSummary(await right(pending))).toEqual(expired);
      const changed = { ...person, password: 'another fine phrase' };
      expect(problemSummary(await login(t, changed))).toEqual([403, 'mfa_required']);
    });

    it('a change of the address', async () => {
      const new_email = `new-${person.email}`;
      const asked = await t.http.post(
        '/api/email/change',
        { new_email, password: person.password },
        { token: person.access },
      );
      expect(asked.status).toBe(202);
      const { token } = await t.mailbox.find(new_email, /confirm/i);
      const confirmed = await t.http.post('/api/email/confirm', { token });
      expect([confirmed.status, Object.keys(confirmed.body)]).toEqual([200, ['message']]);
      expect(problemSummary(await login(t, { ...person, email: new_email }))).toEqual([403, 'mfa_required']);
    });

    it('a link that verifies the address', async () => {
      await t.db.query('UPDATE users SET email_verified = false WHERE id = $1', [person.id]);
      await t.http.post('/api/resend-verification', { email: person.email });
      const { token } = await t.mailbox.find(person.email, /verify/i, 2);
      const verified = await t.http.post('/api/verify-email', { token });
      expect([verified.status, verified.body.tokens]).toEqual([200, undefined]);
      expect(problemSummary(await login(t, person))).toEqual([403, 'mfa_required']);
    });

    it('a link that reports a session', async () => {
      const pending = await mfaToken(t, person);
      const first = await loginWithTotp(t, person, { device_token: 'stolen', device_name: 'Stolen' });
      const again = await mfaToken(t, person);
      const { text } = await t.mailbox.find(person.email, /new device/i);
      const reported = await t.http.post('/api/sessions/disown', { token: /\/not-me\/(\S+)/.exec(text)![1] });
      expect([reported.status, Object.keys(reported.body)]).toEqual([200, ['message']]);
      expect((await t.http.get('/api/profile', { token: first.body.tokens.access })).status).toBe(401);
      for (const token of [pending, again]) expect(problemSummary(await right(token))).toEqual(expired);
    });

    it('the endpoints of OAuth', async () => {
      const { email, password, refresh } = person;
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const grants: Record<string, string>[] = [
        { grant_type: 'password', username: email, password },
        { grant_type: 'refresh_token', refresh_token: refresh },
      ];
      for (const grant of grants) {
        const answer = await t.http.post('/oauth/token', new URLSearchParams(grant).toString(), { headers: form });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.body).not.toHaveProperty('access_token');
      }
    });

    it('a session from before the enrolment', async () => {
      const other = await t.as.signIn(await t.as.verifiedUser());
      const kept = await t.as.signIn(other);
      await withTotp(t, kept);
      expect((await t.http.post('/api/token/refresh', { refresh: other.refresh })).status).toBe(401);
    });

    it('a registration of the same address, or the second step alone', async () => {
      const form = { email: person.email, username: 'someone-else', password: 'another fine phrase', full_name: 'X' };
      expect((await t.http.post('/api/register', form)).status).toBe(409);
      expect((await t.http.post('/api/login/mfa', { method: 'totp', code: await person.code() })).status).toBe(400);
    });
  });

  it('leaves no session before the second step', async () => {
    const before = await sessions();
    await loginMfa(t, await mfaToken(t, person, { device_token: 'phone' }), wrong());
    expect(await sessions()).toEqual(before);
  });

  it('re-hashes a password of another cost as a login does', async () => {
    const hash = async () =>
      (await t.db.query('SELECT password_hash FROM users WHERE id = $1', [person.id]))[0].password_hash as string;
    const before = await hash();
    await t.db.query('UPDATE users SET password_hash = $2 WHERE id = $1', [
      person.id,
      // Of cost 4, as an older scheme had it.
      (await import('bcrypt')).default.hashSync(person.password, 4),
    ]);
    await mfaToken(t, person);
    expect(await hash()).toMatch(/^bcrypt-sha384\$\$2b\$04\$/);
    expect(await hash()).not.toBe(before);
  });

  it('the secret works in an authenticator app of any clock within 30 s', async () => {
    for (const seconds of [-30, 30]) {
      await person.code();
      const code = totpCode(person.secret, Date.now() + seconds * 1000);
      // The step may have ended between both clocks.
      const answer = await loginMfa(t, await mfaToken(t, person), { method: 'totp', code });
      expect([200, 401]).toContain(answer.status);
      if (answer.status === 401)
        expect(
          (await loginMfa(t, await mfaToken(t, person), { method: 'totp', code: await person.code() })).status,
        ).toBe(200);
    }
  });
});

describe('wrong codes of one account', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_LOGIN: '10000/15m',
      RATE_LIMIT_REGISTER: '10000/15m',
      RATE_LIMIT_MAIL: '10000/15m',
      RATE_LIMIT_TOKEN: '10000/15m',
      RATE_LIMIT_REFRESH: '10000/15m',
      RATE_LIMIT_LOGIN_FAILURES: '5/15m',
      RATE_LIMIT_MFA_FAILURES: '7/1h',
      RATE_LIMIT_MFA_FAILURES_DAY: '9/1d',
    });
  });
  afterAll(() => t.close());

  const guess = async (person: EnrolledUser) =>
    loginMfa(t, await mfaToken(t, person), { method: 'totp', code: wrongCode(person.secret) });
  const blocked = [429, 'too_many_attempts'];

  it('are limited however many tokens are fetched; a reset of the password forgives those of the hour, not of the day', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    for (let n = 0; n < 7; n++) expect(problemSummary(await guess(person))).toEqual([401, 'invalid_code']);
    const refused = await guess(person);
    expect(problemSummary(refused)).toEqual(blocked);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
    const rightCode = async () =>
      loginMfa(t, await mfaToken(t, changed), { method: 'totp', code: await person.code() });
    await t.http.post('/api/password/forgot', { email: person.email });
    const { token } = await t.mailbox.find(person.email, /new password/i);
    await t.http.post('/api/password/reset', { token, new_password: 'another fine phrase' });
    const changed = { ...person, password: 'another fine phrase' };
    for (let n = 0; n < 2; n++) expect(problemSummary(await guess(changed))).toEqual([401, 'invalid_code']);
    expect(problemSummary(await guess(changed))).toEqual(blocked);
    expect(problemSummary(await rightCode())).toEqual(blocked);
  });

  it('are forgiven by a right one', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 6; n++) expect(problemSummary(await guess(person))).toEqual([401, 'invalid_code']);
      expect((await loginWithTotp(t, person)).status).toBe(200);
    }
  });

  it('never keep out who has a recovery code, which forgives them', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    for (let n = 0; n < 7; n++) await guess(person);
    expect(problemSummary(await loginWithTotp(t, person))).toEqual(blocked);
    const byCode = async (code: string) => loginMfa(t, await mfaToken(t, person), { method: 'recovery_code', code });
    for (let n = 0; n < 10; n++)
      expect(problemSummary(await byCode('k7m2-x9qf-4wab-8npt-c3zr-n6dj'))).toEqual([401, 'invalid_code']);
    expect((await byCode(person.recoveryCodes[0]!)).status).toBe(200);
    expect((await loginWithTotp(t, person)).status).toBe(200);
  });

  it('are not made by who does not know the password', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    for (let n = 0; n < 20; n++) await login(t, { ...person, password: 'not this one' });
    for (let n = 0; n < 20; n++)
      expect(problemSummary(await loginMfa(t, 'x'.repeat(43), { method: 'totp', code: '123456' }))).toEqual(expired);
    await t.http.post('/api/password/forgot', { email: person.email });
    const { token } = await t.mailbox.find(person.email, /new password/i);
    await t.http.post('/api/password/reset', { token, new_password: 'another fine phrase' });
    expect((await loginWithTotp(t, { ...person, password: 'another fine phrase' })).status).toBe(200);
  });

  it('at the confirmation of an app are limited on their own', async () => {
    const person = await t.as.verifiedUser();
    const { body } = await t.http.post('/api/mfa/totp', {}, { token: person.access });
    const confirm = (code: string) => t.http.post('/api/mfa/totp/confirm', { code }, { token: person.access });
    for (let n = 0; n < 7; n++)
      expect(problemSummary(await confirm(wrongCode(body.secret)))).toEqual([
        400,
        'validation_failed',
        'code wrong_code',
      ]);
    expect(problemSummary(await confirm(wrongCode(body.secret)))).toEqual(blocked);
  });
});
