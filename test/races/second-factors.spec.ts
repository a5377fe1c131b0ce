import { countOutcomes, runConcurrently } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { login, loginMfa, mfaToken, totpCode, withTotp, wrongCode } from '../support/totp';

describe('second factors at the same moment', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp({ MFA_TRUSTED_DEVICE_TTL: '30d' })));
  afterAll(() => t.close());

  const enrolled = async () => withTotp(t, await t.as.verifiedUser());

  it('50 sign-ins with one code of an authenticator app: one gets in', async () => {
    const person = await enrolled();
    const tokens = await runConcurrently(50, () => mfaToken(t, person));
    const code = await person.code();
    const answers = await runConcurrently(50, (n) => loginMfa(t, tokens[n]!, { method: 'totp', code }));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 invalid_code': 49 });
  });

  it('20 sign-ins with one recovery code: one gets in', async () => {
    const person = await enrolled();
    const tokens = await runConcurrently(20, () => mfaToken(t, person));
    const proof = { method: 'recovery_code', code: person.recoveryCodes[0] };
    const answers = await runConcurrently(20, (n) => loginMfa(t, tokens[n]!, proof));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 invalid_code': 19 });
    const { body } = await t.http.get('/api/mfa', { token: person.access });
    expect(body.recovery_codes_left).toBe(9);
  });

  it('50 wrong codes for one token: five are tried', async () => {
    const person = await enrolled();
    const token = await mfaToken(t, person);
    const proof = { method: 'totp', code: wrongCode(person.secret) };
    const answers = await runConcurrently(50, () => loginMfa(t, token, proof));
    expect(countOutcomes(answers)).toEqual({ '401 invalid_code': 5, '401 mfa_token_expired': 45 });
  });

  it('ten recovery codes for one token: it starts one session', async () => {
    const person = await enrolled();
    const token = await mfaToken(t, person);
    const answers = await runConcurrently(5, (n) =>
      loginMfa(t, token, { method: 'recovery_code', code: person.recoveryCodes[n] }),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 mfa_token_expired': 4 });
    const { body } = await t.http.get('/api/mfa', { token: person.access });
    expect(body.recovery_codes_left).toBe(9);
  });

  it('20 confirmations with one code: one succeeds, and ten recovery codes are there', async () => {
    const person = await t.as.verifiedUser();
    const { body } = await t.http.post('/api/mfa/totp', {}, { token: person.access });
    const code = totpCode(body.secret);
    const answers = await runConcurrently(20, () =>
      t.http.post('/api/mfa/totp/confirm', { code }, { token: person.access }),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 totp_already_set': 19 });
    expect(await t.db.query('SELECT 1 FROM recovery_codes WHERE user_id = $1', [person.id])).toHaveLength(10);
  });

  it('an enrolment and sign-ins with the password alone: no session without the factor is left', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await t.as.verifiedUser();
      const { body } = await t.http.post('/api/mfa/totp', {}, { token: person.access });
      const [confirmation, ...logins] = await Promise.all([
        t.http.post('/api/mfa/totp/confirm', { code: totpCode(body.secret) }, { token: person.access }),
        ...Array.from({ length: 8 }, () => login(t, person)),
      ]);
      expect(confirmation!.status).toBe(200);
      for (const { status, body: answer } of logins) expect([200, 403]).toContain(answer.tokens ? 200 : status);
      const live = await t.db.query(
        `SELECT authentication_methods FROM sessions WHERE user_id = $1 AND revoked_at IS NULL`,
        [person.id],
      );
      expect(live).toEqual([{ authentication_methods: ['pwd', 'otp', 'mfa'] }]);
    }
  });

  it('a ban and sign-ins with the second factor: no session is left', async () => {
    const owner = await t.as.owner();
    for (let round = 0; round < 3; round++) {
      const person = await enrolled();
      const tokens = await runConcurrently(5, () => mfaToken(t, person));
      await Promise.all([
        ...tokens.map((token, n) =>
          loginMfa(t, token, { method: 'recovery_code', code: person.recoveryCodes[n], trust_device: true }),
        ),
        t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token: owner.access }),
      ]);
      const count = (table: string, more = '') =>
        t.db.query(`SELECT 1 FROM ${table} WHERE user_id = $1 ${more}`, [person.id]);
      expect(await count('sessions', 'AND revoked_at IS NULL')).toEqual([]);
      expect(await count('trusted_devices')).toEqual([]);
      expect(await count('sign_in_challenges')).toEqual([]);
    }
  });

  it('the removal of the app by its owner and by an admin: both or one, and nothing is left', async () => {
    const owner = await t.as.owner();
    const person = await enrolled();
    const answers = await Promise.all([
      t.http.delete('/api/mfa/totp', { token: person.access }),
      t.http.delete(`/api/users/${person.id}/mfa`, { token: owner.access }),
    ]);
    expect(answers[1].status).toBe(204);
    expect([204, 401]).toContain(answers[0].status);
    expect((await t.db.query('SELECT mfa_methods FROM users WHERE id = $1', [person.id]))[0].mfa_methods).toEqual([]);
    for (const table of ['totp_secrets', 'recovery_codes'])
      expect(await t.db.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [person.id])).toEqual([]);
  });
});
