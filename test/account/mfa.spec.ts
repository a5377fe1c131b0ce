import { claimsOf } from '../support/jwt';
import { aTime, problemSummary } from '../support/matchers';
import { withStaleSession } from '../support/second-factor';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { forgetUsedCodes, loginMfa, mfaToken, totpCode, withTotp, wrongCode } from '../support/totp';

describe('own second factors', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp({ MFA_ISSUER: 'Our place' })));
  afterAll(() => t.close());

  const as = ({ access }: TestUser) => ({ token: access });
  const read = async (person: TestUser) => (await t.http.get('/api/mfa', as(person))).body;
  const start = (person: TestUser) => t.http.post('/api/mfa/totp', {}, as(person));
  const confirm = (person: TestUser, code: string) => t.http.post('/api/mfa/totp/confirm', { code }, as(person));
  const none = { totp: false, passkeys: [], recovery_codes_left: 0, trusted_devices: 0, required: false };

  it('are none at first', async () => {
    expect(await read(await t.as.verifiedUser())).toEqual(none);
  });

  describe('an authenticator app', () => {
    it('is set up with a secret, an address and a QR code, and is no factor until it is confirmed', async () => {
      const person = await t.as.verifiedUser();
      const { status, headers, body } = await start(person);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(new URL(body.uri).searchParams.get('secret')).toBe(body.secret);
      expect(decodeURIComponent(body.uri)).toContain(`otpauth://totp/Our place:${person.email}?`);
      expect(body.qr_svg).toMatch(/^<svg xmlns[^]*<\/svg>$/);
      expect(await read(person)).toEqual(none);
      expect((await t.http.post('/api/login', { email: person.email, password: person.password })).status).toBe(200);
    });

    it('is confirmed by its code, with ten recovery codes that are shown once', async () => {
      const person = await t.as.verifiedUser();
      const { secret } = (await start(person)).body;
      const { status, headers, body } = await confirm(person, totpCode(secret));
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body.recovery_codes).toHaveLength(10);
      expect(new Set(body.recovery_codes).size).toBe(10);
      expect(await read(person)).toEqual({ ...none, totp: true, recovery_codes_left: 10 });
      const tokens = (await t.http.post('/api/token/refresh', { refresh: person.refresh })).body;
      expect(problemSummary(await start({ ...person, ...tokens }))).toEqual([409, 'totp_already_set']);
      expect(problemSummary(await confirm(person, totpCode(secret)))).toEqual([409, 'totp_already_set']);
    });

    it('is not confirmed by another code, by the code of an earlier secret, or after 10 minutes', async () => {
      const person = await t.as.verifiedUser();
      expect(problemSummary(await confirm(person, '123456'))).toEqual([409, 'totp_setup_expired']);
      const { secret: first } = (await start(person)).body;
      const { secret } = (await start(person)).body;
      for (const code of [wrongCode(secret), totpCode(first), 'abcdef', '1'])
        expect(problemSummary(await confirm(person, code))).toEqual([400, 'validation_failed', 'code wrong_code']);
      await t.db.query("UPDATE totp_secrets SET created_at = now() - interval '601 s' WHERE user_id = $1", [person.id]);
      expect(problemSummary(await confirm(person, totpCode(secret)))).toEqual([409, 'totp_setup_expired']);
    });

    it('is stored encrypted, and its codes as hashes', async () => {
      const person = await withTotp(t, await t.as.verifiedUser());
      const rows = await t.db.query(
        `SELECT secret AS stored FROM totp_secrets WHERE user_id = $1
         UNION ALL SELECT encode(hash, 'escape') FROM recovery_codes WHERE user_id = $1`,
        [person.id],
      );
      expect(rows).toHaveLength(11);
      const stored = rows.map((row: { stored: string }) => row.stored).join();
      for (const secret of [
        person.secret,
        ...person.recoveryCodes,
        ...person.recoveryCodes.map((c) => c.replace(/-/g, '')),
      ])
        expect(stored).not.toContain(secret);
    });

    it('ends all other sessions, and the own one is aal2 from its next tokens on', async () => {
      const person = await t.as.verifiedUser();
      const other = await t.as.signIn(person);
      expect(claimsOf(person.access)).toMatchObject({ amr: ['pwd'], acr: 'aal1', mfa_enrolled: false });
      const enrolled = await withTotp(t, person);
      expect((await t.http.get('/api/profile', as(other))).status).toBe(401);
      expect(problemSummary(await t.http.post('/api/token/refresh', { refresh: other.refresh }))).toEqual([
        401,
        'invalid_refresh_token',
      ]);
      const { amr, acr, mfa_enrolled, sid } = claimsOf(enrolled.access);
      expect({ amr, acr, mfa_enrolled }).toEqual({ amr: ['pwd', 'otp', 'mfa'], acr: 'aal2', mfa_enrolled: true });
      expect(sid).toBe(claimsOf(person.access).sid);
      const { body } = await t.http.get('/api/account/export', as(enrolled));
      expect(body.sessions.map(({ end_reason }: { end_reason: string }) => end_reason).sort()).toEqual([
        'mfa_enrolled',
        null,
      ]);
    });

    it.each(['the session that sets it up', 'a session that has ended'])(
      'voids the link to another address that was asked for before, by %s',
      async (by) => {
        const person = await t.as.verifiedUser();
        const asking = by === 'a session that has ended' ? await t.as.signIn(person) : person;
        const new_email = `new-${person.email}`;
        const { password } = person;
        await t.http.post('/api/email/change', { new_email, password }, { token: asking.access });
        const { token } = await t.mailbox.find(new_email, /confirm/i);
        if (asking !== person) await t.http.post('/api/logout', undefined, { token: asking.access });
        await withTotp(t, person);
        expect(problemSummary(await t.http.post('/api/email/confirm', { token }))).toEqual([400, 'invalid_token']);
      },
    );

    it('goes, with the recovery codes, and can be set up again', async () => {
      const person = await withTotp(t, await t.as.verifiedUser());
      expect((await t.http.delete('/api/mfa/totp', as(person))).status).toBe(204);
      expect(await read(person)).toEqual(none);
      expect((await t.http.post('/api/login', { email: person.email, password: person.password })).status).toBe(200);
      expect(problemSummary(await t.http.delete('/api/mfa/totp', as(person)))).toEqual([404, 'totp_not_set']);
      expect((await withTotp(t, person)).recoveryCodes).toHaveLength(10);
    });

    it('is neither added nor removed, nor are codes made, by a session that was authenticated long ago', async () => {
      const enrolled = await withTotp(t, await t.as.verifiedUser());
      const stale = await withStaleSession(t, enrolled, ['pwd', 'otp', 'mfa']);
      const withoutFactor = await withStaleSession(t, await t.as.verifiedUser());
      for (const answer of [
        await t.http.delete('/api/mfa/totp', as(stale)),
        await t.http.post('/api/mfa/recovery-codes', {}, as(stale)),
        await start(withoutFactor),
      ])
        expect(problemSummary(answer)).toEqual([401, 'step_up_required']);
      const again = await t.http.post(
        '/api/reauthenticate',
        { method: 'totp', code: await enrolled.code() },
        as(stale),
      );
      expect((await t.http.delete('/api/mfa/totp', { token: again.body.access })).status).toBe(204);
    });

    it('is reported by mail when it is added and when it is removed, and in the audit log', async () => {
      const person = await withTotp(t, await t.as.verifiedUser());
      await t.http.delete('/api/mfa/totp', as(person));
      expect((await t.mailbox.find(person.email, /second factor was added/i)).text).toContain('An authenticator app');
      expect((await t.mailbox.find(person.email, /second factor was removed/i)).text).toContain('no second factor now');
      const { body } = await t.http.get('/api/account/export', as(person));
      const entries = body.audit_log.filter(({ action }: { action: string }) => action.startsWith('mfa.'));
      expect(entries).toEqual([
        expect.objectContaining({ action: 'mfa.totp_add', actor: person.id, details: { methods: ['totp'] } }),
        expect.objectContaining({ action: 'mfa.totp_remove', actor: person.id, details: { methods: [] } }),
      ]);
      expect(JSON.stringify(body)).not.toContain(person.secret);
      for (const code of person.recoveryCodes) expect(JSON.stringify(body)).not.toContain(code);
    });
  });

  describe('recovery codes', () => {
    it('are ten new ones on request; the old are void', async () => {
      const person = await withTotp(t, await t.as.verifiedUser());
      const { status, headers, body } = await t.http.post('/api/mfa/recovery-codes', {}, as(person));
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body.recovery_codes).toHaveLength(10);
      const token = await mfaToken(t, person);
      const use = (code: string) => loginMfa(t, token, { method: 'recovery_code', code });
      expect(problemSummary(await use(person.recoveryCodes[0]!))).toEqual([401, 'invalid_code']);
      expect((await use(body.recovery_codes[0])).status).toBe(200);
      await t.mailbox.find(person.email, /new recovery codes/i);
    });

    it('need a second factor', async () => {
      const person = await t.as.verifiedUser();
      expect(problemSummary(await t.http.post('/api/mfa/recovery-codes', {}, as(person)))).toEqual([
        409,
        'mfa_not_set',
      ]);
    });

    it('work once each, in any spelling, and are reported by mail, of the last three as few', async () => {
      const person = await withTotp(t, await t.as.verifiedUser());
      const use = async (code: string) =>
        loginMfa(t, await mfaToken(t, person), {
          method: 'recovery_code',
          code: code.toUpperCase().replace(/-/g, ' '),
        });
      for (const code of person.recoveryCodes.slice(0, 7)) expect((await use(code)).status).toBe(200);
      expect(problemSummary(await use(person.recoveryCodes[0]!))).toEqual([401, 'invalid_code']);
      expect((await read(person)).recovery_codes_left).toBe(3);
      expect((await t.mailbox.find(person.email, /recovery codes was used/i)).text).toContain('9 left');
      expect((await t.mailbox.find(person.email, /few recovery codes/i)).text).toContain('only 3 left');
      for (const code of person.recoveryCodes.slice(7)) expect((await use(code)).status).toBe(200);
      const { body } = await t.http.post('/api/login', { email: person.email, password: person.password });
      expect(body.methods).toEqual(['totp']);
    });

    it('prove a second factor: the session is aal2', async () => {
      const person = await withTotp(t, await t.as.verifiedUser());
      const { body } = await loginMfa(t, await mfaToken(t, person), {
        method: 'recovery_code',
        code: person.recoveryCodes[3],
      });
      expect(claimsOf(body.tokens.access)).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: 'aal2' });
    });
  });

  it('of other people are out of reach: a recovery code and a TOTP code are of one account', async () => {
    const [one, two] = [await withTotp(t, await t.as.verifiedUser()), await withTotp(t, await t.as.verifiedUser())];
    const token = await mfaToken(t, one);
    for (const proof of [
      { method: 'recovery_code', code: two.recoveryCodes[0] },
      { method: 'totp', code: await two.code() },
    ])
      expect(problemSummary(await loginMfa(t, token, proof))).toEqual([401, 'invalid_code']);
    expect((await read(two)).recovery_codes_left).toBe(10);
  });

  it('are required where a role says so', async () => {
    const owner = await t.as.owner();
    const { body: role } = await t.http.post('/api/roles', { name: 'careful', require_mfa: true }, as(owner));
    const person = await t.as.verifiedUser();
    await t.http.put(`/api/users/${person.id}/roles/${role.id}`, undefined, as(owner));
    expect((await read(person)).required).toBe(true);
    const enrolled = await withTotp(t, person);
    expect((await t.http.get('/api/sessions', as(enrolled))).status).toBe(200);
  });

  it('are in the export, without secrets, and go with the account', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    const { body } = await t.http.get('/api/account/export', as(person));
    expect(body.second_factors).toEqual({
      totp_confirmed_at: aTime,
      passkeys: [],
      recovery_codes_left: 10,
      trusted_devices: [],
    });
    await mfaToken(t, person);
    const removal = await t.http.delete('/api/account', { ...as(person), body: { password: person.password } });
    expect(removal.status).toBe(204);
    for (const table of ['totp_secrets', 'recovery_codes', 'sign_in_challenges', 'trusted_devices'])
      expect(await t.db.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [person.id])).toEqual([]);
  });

  it('a code that confirmed the app does not sign in', async () => {
    const person = await t.as.verifiedUser();
    const { secret } = (await start(person)).body;
    const code = totpCode(secret);
    expect((await confirm(person, code)).status).toBe(200);
    const token = await mfaToken(t, person);
    expect(problemSummary(await loginMfa(t, token, { method: 'totp', code }))).toEqual([401, 'invalid_code']);
    await forgetUsedCodes(t, person);
    expect((await loginMfa(t, token, { method: 'totp', code: totpCode(secret) })).status).toBe(200);
  });
});
