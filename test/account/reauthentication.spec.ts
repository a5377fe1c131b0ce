import { MFA_METHOD_VERIFIERS, type MfaMethodVerifier } from '#accounts';
import { countOutcomes, runConcurrently } from '../support/concurrency';
import { claimsOf } from '../support/jwt';
import { problemSummary, tokens } from '../support/matchers';
import { enrol, withStaleSession } from '../support/second-factor';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const ASSERTION = { id: 'a passkey' };

/** Verifiers whose proofs are known. */
const verifiers: MfaMethodVerifier[] = [
  { method: 'totp', verify: (_manager, _userId, { code }) => Promise.resolve(code === '492039' ? ['otp'] : undefined) },
  {
    method: 'webauthn',
    verify: (_manager, userId, { assertion, challenge }) =>
      Promise.resolve(assertion && challenge === `for ${userId}` ? ['hwk', 'user'] : undefined),
    prepare: (_manager, userId) =>
      Promise.resolve({ challenge: `for ${userId}`, members: { webauthn_options: { challenge: 'in base64url' } } }),
  },
];

describe('POST /api/reauthenticate', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
    t.app.get<MfaMethodVerifier[]>(MFA_METHOD_VERIFIERS, { strict: false }).splice(0, Infinity, ...verifiers);
  });
  afterAll(() => t.close());

  const reauthenticate = ({ access }: TestUser, body: object) =>
    t.http.post('/api/reauthenticate', body, { token: access });
  const byPassword = (person: TestUser) => reauthenticate(person, { password: person.password });
  const refresh = (token: string) => t.http.post('/api/token/refresh', { refresh: token });
  const stale = async (methods?: ('pwd' | 'otp' | 'mfa')[]) => withStaleSession(t, await signedIn(), methods);
  const signedIn = async () => t.as.signIn(await t.as.verifiedUser());
  const age = (access: string) => Date.now() / 1000 - claimsOf(access).auth_time;

  it('gives new tokens of the same session, with a new time of authentication', async () => {
    const person = await stale();
    const { status, headers, body } = await byPassword(person);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual(tokens);
    const [before, after] = [person.access, body.access].map(claimsOf);
    expect(after.sid).toBe(before.sid);
    expect([after.amr, after.acr]).toEqual([['pwd'], 'aal1']);
    expect(age(person.access)).toBeGreaterThan(3500);
    expect(age(body.access)).toBeLessThan(60);
    expect((await refresh(body.refresh)).status).toBe(200);
    const owner = await t.as.owner();
    const audit = await t.http.get(`/api/audit-log?action=session.reauthenticate`, { token: owner.access });
    expect(audit.body.items.find((entry: { subject: string }) => entry.subject === person.id)).toMatchObject({
      actor: person.id,
      details: { session_id: before.sid, method: 'password' },
    });
  });

  it.each([
    [{}, ['password required']],
    [{ password: null }, ['password required']],
    [{ password: 'x', method: 'totp', code: '1' }, ['password ambiguous']],
    [{ method: 'sms' }, ['method invalid_choice']],
    [{ method: 'totp' }, ['code required']],
    [{ method: 'recovery_code', code: null }, ['code required']],
    [{ method: 'webauthn' }, ['assertion required', 'challenge_id required']],
    [{ method: 'webauthn', assertion: [], challenge_id: 'x' }, ['assertion invalid_type']],
    [{ password: 'not the password' }, ['password wrong_password']],
    [{ method: 'totp', code: '000000' }, ['code wrong_code']],
    [{ method: 'recovery_code', code: 'k7m2' }, ['code wrong_code']],
    [{ method: 'webauthn', assertion: ASSERTION, challenge_id: 'x' }, ['assertion wrong_assertion']],
  ])('%j is refused', async (body, faults) => {
    const person = await stale();
    expect(problemSummary(await reauthenticate(person, body))).toEqual([400, 'validation_failed', ...faults]);
    expect(age((await refresh(person.refresh)).body.access)).toBeGreaterThan(3500);
  });

  it('is refused by a session that has ended, or has expired, which this process does not know', async () => {
    for (const column of ['revoked_at', 'refresh_expires_at']) {
      const person = await signedIn();
      await t.db.query(`UPDATE sessions SET ${column} = now() WHERE user_id = $1`, [person.id]);
      expect(problemSummary(await byPassword(person))).toEqual([401, 'invalid_token']);
    }
  });

  it('a password alone keeps the level of the session', async () => {
    const [strong, weak] = [await stale(['pwd', 'otp', 'mfa']), await stale()];
    await Promise.all([enrol(t, strong), enrol(t, weak)]);
    const [kept, still] = [(await byPassword(strong)).body, (await byPassword(weak)).body];
    expect(claimsOf(kept.access)).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'], mfa_enrolled: true });
    expect(claimsOf(still.access)).toMatchObject({ acr: 'aal1', amr: ['pwd'] });
    expect(age(kept.access)).toBeLessThan(60);
  });

  it('a second factor raises it, for the session and its next tokens', async () => {
    const person = await stale();
    await enrol(t, person);
    const { body } = await reauthenticate(person, { method: 'totp', code: '492039' });
    expect(claimsOf(body.access)).toMatchObject({ acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
    expect(claimsOf((await refresh(body.refresh)).body.access)).toMatchObject({ acr: 'aal2' });
  });

  it('a passkey needs a challenge of the same session, which counts once', async () => {
    const [person, other] = [await stale(), await stale()];
    const options = async ({ access }: TestUser) =>
      (await t.http.post('/api/reauthenticate/options', undefined, { token: access })).body;
    const { challenge_id, webauthn_options } = await options(person);
    expect(webauthn_options).toEqual({ challenge: 'in base64url' });
    const proof = { method: 'webauthn', assertion: ASSERTION, challenge_id };
    const wrong = [400, 'validation_failed', 'assertion wrong_assertion'];
    expect(problemSummary(await reauthenticate(other, proof))).toEqual(wrong);
    expect(claimsOf((await reauthenticate(person, proof)).body.access)).toMatchObject({ acr: 'aal2' });
    expect(problemSummary(await reauthenticate(person, proof))).toEqual(wrong);
  });

  it('one challenge counts once in a race', async () => {
    const person = await stale();
    const { body } = await t.http.post('/api/reauthenticate/options', undefined, { token: person.access });
    const proof = { method: 'webauthn', assertion: ASSERTION, challenge_id: body.challenge_id };
    const answers = await runConcurrently(8, () => reauthenticate(person, proof));
    expect(countOutcomes(answers)).toEqual({ 200: 1, '400 validation_failed': 7 });
  });

  describe('the refresh token', () => {
    const counterOf = async ({ id }: TestUser) =>
      (
        await t.db.query('SELECT counter, revoked_at FROM sessions WHERE user_id = $1 ORDER BY created_at DESC', [id])
      )[0];

    it('is rotated: when the new one was used, the one before is reuse', async () => {
      const person = await signedIn();
      const { body } = await byPassword(person);
      expect(body.refresh).not.toBe(person.refresh);
      await t.db.query(`UPDATE sessions SET rotated_at = now() - interval '1 minute' WHERE user_id = $1`, [person.id]);
      expect((await t.http.get('/api/sessions', { token: body.access })).status).toBe(200);
      expect(problemSummary(await refresh(person.refresh))).toEqual([401, 'refresh_token_reused']);
    });

    it('is the same for a client that lost the answer, at whatever time', async () => {
      const person = await signedIn();
      const { body: lost } = await byPassword(person);
      await t.db.query(`UPDATE sessions SET rotated_at = now() - interval '1 day' WHERE user_id = $1`, [person.id]);
      const again = await refresh(person.refresh);
      expect([again.status, again.body.refresh]).toEqual([200, lost.refresh]);
      expect((await byPassword(person)).body.refresh).toBe(lost.refresh);
    });

    it('is one in a race of refreshes and authentications', async () => {
      let person = await signedIn();
      for (const generation of [1, 2]) {
        // Until one of its tokens is used, a generation may not have arrived.
        expect((await t.http.get('/api/sessions', { token: person.access })).status).toBe(200);
        const { access, refresh: token } = person;
        const answers = await runConcurrently(16, (n) => (n % 2 ? refresh(token) : byPassword(person)));
        expect(countOutcomes(answers)).toEqual({ 200: 16 });
        const issued = new Set(answers.map(({ body }) => body.refresh));
        expect(issued.size).toBe(1);
        expect(await counterOf(person)).toEqual({ counter: generation, revoked_at: null });
        expect(issued.has(token)).toBe(false);
        expect(answers.some(({ body }) => body.access === access)).toBe(false);
        person = { ...person, access: answers[0]!.body.access, refresh: answers[0]!.body.refresh };
      }
    });

    it('raises no alarm in a client that refreshes and authenticates in turns, with answers lost', async () => {
      let person = await signedIn();
      for (let n = 0; n < 12; n++) {
        const answer = await (n % 3 ? byPassword(person) : refresh(person.refresh));
        expect(answer.status).toBe(200);
        // Each fourth answer is lost.
        if (n % 4 < 3) person = { ...person, access: answer.body.access, refresh: answer.body.refresh };
      }
      expect((await counterOf(person)).revoked_at).toBeNull();
    });
  });
});

describe('guesses in POST /api/reauthenticate', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_LOGIN_FAILURES: '3/15m',
      RATE_LIMIT_MFA_FAILURES: '3/15m',
    });
  });
  afterAll(() => t.close());

  it.each([{ password: 'not the password' }, { method: 'totp', code: '000000' }])('%j are limited', async (proof) => {
    const { access } = await t.as.verifiedUser();
    const attempt = () => t.http.post('/api/reauthenticate', proof, { token: access });
    expect(countOutcomes(await runConcurrently(8, attempt))).toEqual({
      '400 validation_failed': 3,
      '429 too_many_attempts': 5,
    });
  });
});
