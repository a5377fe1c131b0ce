import { generateKeyPairSync } from 'node:crypto';
import { claimsOf } from '../support/jwt';
import { aTime, problemSummary, tokens } from '../support/matchers';
import { challenge, passkeyLogin, register, withPasskey } from '../support/passkeys';
import { withStaleSession } from '../support/second-factor';
import { type Overrides, SoftwareAuthenticator } from '../support/software-authenticator';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { login, loginMfa } from '../support/totp';

const anotherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const refused = [401, 'invalid_passkey'];

describe('with a passkey', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const as = ({ access }: TestUser) => ({ token: access });
  const enrolled = async (defaults: Overrides = {}) => withPasskey(t, await t.as.verifiedUser(), defaults);
  const storedOf = async (id: string) =>
    (await t.db.query('SELECT counter, backed_up FROM passkeys WHERE id = $1', [id]))[0];

  describe('alone, a sign-in', () => {
    it('begins with options that name no account', async () => {
      const { status, body } = await t.http.post('/api/passkeys/challenge', {});
      expect(status).toBe(200);
      expect(body).toEqual({
        challenge_id: expect.stringMatching(/^[\da-f-]{36}$/),
        options: {
          challenge: expect.stringMatching(/^[\w-]{43}$/),
          rpId: '127.0.0.1',
          allowCredentials: [],
          userVerification: 'required',
          timeout: 300_000,
        },
      });
      expect((await t.http.post('/api/passkeys/challenge')).status).toBe(200);
    });

    it('starts a session with two factors on the device', async () => {
      const person = await enrolled({ backupEligible: true });
      const device = { device_type: 'ios', device_name: 'Phone', device_token: 'push-1' };
      const { status, headers, body } = await passkeyLogin(t, person.authenticator, { backedUp: true }, device);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toMatchObject({ tokens, user: { id: person.id, email: person.email } });
      expect(claimsOf(body.tokens.access)).toMatchObject({
        sub: person.id,
        amr: ['swk', 'user', 'mfa'],
        acr: 'aal2',
        mfa_enrolled: true,
      });
      const { body: sessions } = await t.http.get('/api/sessions', { token: body.tokens.access });
      expect(JSON.stringify(sessions)).toContain('Phone');
      const { body: mfa } = await t.http.get('/api/mfa', { token: body.tokens.access });
      expect(mfa.passkeys).toMatchObject([{ last_used_at: aTime, backed_up: true }]);
      const [entry] = await t.db.query(
        "SELECT details FROM audit_log WHERE subject_id = $1 AND action = 'session.login' ORDER BY seq DESC LIMIT 1",
        [person.id],
      );
      expect(entry.details).toMatchObject({ methods: ['swk', 'user', 'mfa'], passkey_id: person.passkeyId });
    });

    it('with a key that is bound to its device says so', async () => {
      const person = await enrolled();
      const { body } = await passkeyLogin(t, person.authenticator);
      expect(claimsOf(body.tokens.access)).toMatchObject({ amr: ['hwk', 'user', 'mfa'], acr: 'aal2' });
    });

    it('works for a client that sends its token with the challenge', async () => {
      const person = await enrolled();
      const { challenge_id, options } = await challenge(t, (await t.as.verifiedUser()).access);
      const assertion = person.authenticator.get(options);
      const { status, body } = await t.http.post('/api/passkeys/login', { challenge_id, assertion });
      expect([status, body.user?.id]).toEqual([200, person.id]);
    });

    it.each<[string, Overrides]>([
      ['another origin', { origin: 'https://evil.example' }],
      ['another port', { origin: 'http://127.0.0.1:1' }],
      ['another RP ID', { rpId: 'evil.example' }],
      ['another challenge', { challenge: 'AAAA' }],
      ['the bytes of a registration', { type: 'webauthn.create' }],
      ['a frame of another site', { crossOrigin: true }],
      ['no user presence', { userPresent: false }],
      ['no user verification', { userVerified: false }],
      ['another key', { signWith: anotherKey }],
      ['another backup eligibility', { backupEligible: true }],
      ['no user handle', { userHandle: null }],
      ['the user handle of another account', { userHandle: Buffer.alloc(16, 1).toString('base64url') }],
      ['an unknown credential', { credentialId: Buffer.alloc(32, 1).toString('base64url') }],
    ])('refuses %s', async (_, overrides) => {
      const person = await enrolled();
      expect(problemSummary(await passkeyLogin(t, person.authenticator, overrides))).toEqual(refused);
      expect((await passkeyLogin(t, person.authenticator)).status).toBe(200);
    });

    it('refuses the credential of another account under the own user handle', async () => {
      const [one, other] = [await enrolled(), await enrolled()];
      const userHandle = Buffer.from(other.id.replaceAll('-', ''), 'hex').toString('base64url');
      expect(problemSummary(await passkeyLogin(t, one.authenticator, { userHandle }))).toEqual(refused);
      const credentialId = other.authenticator.credentialId.toString('base64url');
      const forged = await passkeyLogin(t, one.authenticator, { userHandle, credentialId });
      expect(problemSummary(forged)).toEqual(refused);
    });

    it.each([
      [{}],
      [{ id: 7, rawId: 7 }],
      [{ id: 'ä' }],
      [{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: null }],
      [{ id: 'A'.repeat(5000), rawId: 'A'.repeat(5000), response: {} }],
    ])('refuses what is no assertion: %j', async (assertion) => {
      const { challenge_id } = await challenge(t);
      expect(problemSummary(await t.http.post('/api/passkeys/login', { challenge_id, assertion }))).toEqual(refused);
    });

    it('refuses an assertion of the right credential whose parts are of wrong types', async () => {
      const person = await enrolled();
      for (const broken of [
        { clientDataJSON: 1 },
        { clientDataJSON: 'bm8ganNvbg' },
        { authenticatorData: 'AA' },
        { authenticatorData: {} },
        { signature: 'AA' },
        { signature: null },
      ]) {
        const { challenge_id, options } = await challenge(t);
        const assertion = person.authenticator.get(options);
        const response = { ...assertion.response, ...broken };
        const body = { challenge_id, assertion: { ...assertion, response } };
        expect(problemSummary(await t.http.post('/api/passkeys/login', body))).toEqual(refused);
      }
    });

    it('names each wrong field', async () => {
      const post = async (body: object) => problemSummary(await t.http.post('/api/passkeys/login', body));
      expect(await post({})).toEqual([400, 'validation_failed', 'assertion required', 'challenge_id required']);
      expect(await post({ challenge_id: 'x', assertion: 'y', device_type: 'fridge' })).toEqual([
        400,
        'validation_failed',
        'assertion invalid_type',
        'challenge_id invalid_id',
        'device_type invalid_choice',
      ]);
    });

    it('takes a challenge once, for this purpose, within 5 minutes', async () => {
      const person = await enrolled();
      const post = async (challenge_id: string, assertion: object) =>
        problemSummary(await t.http.post('/api/passkeys/login', { challenge_id, assertion }));

      const replayed = await challenge(t);
      const assertion = person.authenticator.get(replayed.options);
      expect((await post(replayed.challenge_id, assertion))[0]).toBe(200);
      expect(await post(replayed.challenge_id, assertion)).toEqual(refused);
      expect(await post((await challenge(t)).challenge_id, assertion)).toEqual(refused);

      const failed = await challenge(t);
      expect(await post(failed.challenge_id, {})).toEqual(refused);
      expect(await post(failed.challenge_id, person.authenticator.get(failed.options))).toEqual(refused);

      const { challenge_id, creation_options } = await challenge(t, person.access);
      const ofRegistration = { ...creation_options, rpId: '127.0.0.1' };
      expect(await post(challenge_id, person.authenticator.get(ofRegistration))).toEqual(refused);

      const late = await challenge(t);
      await t.db.query("UPDATE passkey_challenges SET expires_at = now() - interval '1 s' WHERE id = $1", [
        late.challenge_id,
      ]);
      expect(await post(late.challenge_id, person.authenticator.get(late.options))).toEqual(refused);
    });

    it('is refused to a banned, a deactivated and an unverified account, after the proof alone', async () => {
      const owner = await t.as.owner();
      const banned = await enrolled();
      await t.http.post(`/api/users/${banned.id}/ban`, { reason: 'spam' }, as(owner));
      expect(problemSummary(await passkeyLogin(t, banned.authenticator))).toEqual([403, 'account_banned']);
      expect(problemSummary(await passkeyLogin(t, banned.authenticator, { signWith: anotherKey }))).toEqual(refused);
      for (const [column, code] of [
        ['deactivated_at = now()', 'account_deactivated'],
        ['email_verified = false', 'email_not_verified'],
      ]) {
        const person = await enrolled();
        await t.db.query(`UPDATE users SET ${column} WHERE id = $1`, [person.id]);
        expect(problemSummary(await passkeyLogin(t, person.authenticator))).toEqual([403, code]);
      }
    });

    it('works after a change of the password', async () => {
      const person = await enrolled();
      const body = { current_password: person.password, new_password: 'another horse battery' };
      expect((await t.http.post('/api/password/change', body, as(person))).status).toBe(200);
      expect((await passkeyLogin(t, person.authenticator)).status).toBe(200);
    });
  });

  describe('the signature counter', () => {
    it('must increase; otherwise the sign-in is refused and reported', async () => {
      const person = await enrolled({ counter: 5 });
      expect((await passkeyLogin(t, person.authenticator, { counter: 6 })).status).toBe(200);
      for (const counter of [6, 1, 0])
        expect(problemSummary(await passkeyLogin(t, person.authenticator, { counter }))).toEqual(refused);
      expect(await storedOf(person.passkeyId)).toMatchObject({ counter: '6' });
      expect((await t.mailbox.find(person.email, /may have been copied/)).text).toContain('remove this passkey');
      const entries = await t.db.query(
        `SELECT details FROM audit_log WHERE subject_id = $1 AND action = 'mfa.passkey_counter_regression'
         ORDER BY seq`,
        [person.id],
      );
      expect(entries).toHaveLength(3);
      expect(entries[0].details).toEqual({ passkey_id: person.passkeyId, counter: 6, stored_counter: 6 });
      expect((await passkeyLogin(t, person.authenticator, { counter: 7 })).status).toBe(200);
    });

    it('that is not of the registered key is not reported', async () => {
      const person = await enrolled({ counter: 5 });
      const answer = await passkeyLogin(t, person.authenticator, { counter: 1, signWith: anotherKey });
      expect(problemSummary(answer)).toEqual(refused);
      const action = 'mfa.passkey_counter_regression';
      const entries = 'SELECT 1 FROM audit_log WHERE subject_id = $1 AND action = $2';
      expect(await t.db.query(entries, [person.id, action])).toEqual([]);
    });

    it('is always 0 with some authenticators', async () => {
      const person = await enrolled();
      for (let n = 0; n < 3; n++) expect((await passkeyLogin(t, person.authenticator)).status).toBe(200);
    });
  });

  describe('after the password', () => {
    it('the options name the passkeys of the account', async () => {
      const person = await enrolled();
      const { status, body } = await login(t, person);
      expect([status, body.code, body.methods]).toEqual([403, 'mfa_required', ['webauthn', 'recovery_code']]);
      expect(body.webauthn_options).toMatchObject({
        rpId: '127.0.0.1',
        userVerification: 'preferred',
        allowCredentials: [
          {
            id: person.authenticator.credentialId.toString('base64url'),
            type: 'public-key',
            transports: ['internal', 'hybrid'],
          },
        ],
      });
    });

    it('the passkey completes the sign-in, also without user verification or user handle', async () => {
      const person = await enrolled();
      for (const overrides of [{}, { userVerified: false }, { userHandle: null }]) {
        const { mfa_token, webauthn_options } = (await login(t, person)).body;
        const assertion = person.authenticator.get(webauthn_options, overrides);
        const { status, body } = await loginMfa(t, mfa_token, { method: 'webauthn', assertion });
        expect(status).toBe(200);
        expect(claimsOf(body.tokens.access)).toMatchObject({ acr: 'aal2' });
        const user = 'userVerified' in overrides ? [] : ['user'];
        expect(claimsOf(body.tokens.access).amr).toEqual(['pwd', 'hwk', ...user, 'mfa']);
      }
    });

    it.each<[string, Overrides]>([
      ['another origin', { origin: 'https://evil.example' }],
      ['another challenge', { challenge: 'AAAA' }],
      ['another key', { signWith: anotherKey }],
      ['no user presence', { userPresent: false }],
    ])('%s is a wrong code', async (_, overrides) => {
      const person = await enrolled();
      const { mfa_token, webauthn_options } = (await login(t, person)).body;
      const assertion = person.authenticator.get(webauthn_options, overrides);
      const answer = await loginMfa(t, mfa_token, { method: 'webauthn', assertion });
      expect([answer.status, answer.body.code, answer.body.attempts_left]).toEqual([401, 'invalid_code', 4]);
    });

    it('neither the passkey of another account nor an assertion for another challenge of the same one will do', async () => {
      const [person, other] = [await enrolled(), await enrolled()];
      const first = (await login(t, person)).body;
      const second = (await login(t, person)).body;
      for (const assertion of [
        other.authenticator.get(first.webauthn_options),
        person.authenticator.get(second.webauthn_options),
        person.authenticator.get((await challenge(t)).options),
      ])
        expect(problemSummary(await loginMfa(t, first.mfa_token, { method: 'webauthn', assertion }))).toEqual([
          401,
          'invalid_code',
        ]);
      expect(problemSummary(await loginMfa(t, first.mfa_token, { method: 'webauthn' }))).toEqual([
        400,
        'validation_failed',
        'assertion required',
      ]);
      const assertion = person.authenticator.get(first.webauthn_options);
      const proof = { method: 'webauthn', assertion };
      expect((await loginMfa(t, first.mfa_token, proof)).status).toBe(200);
      expect(problemSummary(await loginMfa(t, first.mfa_token, proof))).toEqual([401, 'mfa_token_expired']);
    });

    it('a copied key is reported here too', async () => {
      const person = await enrolled({ counter: 9 });
      const { mfa_token, webauthn_options } = (await login(t, person)).body;
      const assertion = person.authenticator.get(webauthn_options, { counter: 9 });
      const answer = await loginMfa(t, mfa_token, { method: 'webauthn', assertion });
      expect(problemSummary(answer)).toEqual([401, 'invalid_code']);
      await t.mailbox.find(person.email, /may have been copied/);
    });
  });

  describe('a reauthentication', () => {
    const reauthenticate = (person: TestUser, challenge_id: string, assertion: object) =>
      t.http.post('/api/reauthenticate', { method: 'webauthn', challenge_id, assertion }, as(person));
    const wrong = [400, 'validation_failed', 'assertion wrong_assertion'];

    it('takes a challenge of its own, once', async () => {
      const person = await enrolled();
      const stale = { ...person, ...(await withStaleSession(t, person)) };
      const { challenge_id, webauthn_options } = (await t.http.post('/api/reauthenticate/options', {}, as(stale))).body;
      const assertion = person.authenticator.get(webauthn_options);
      const { status, body } = await reauthenticate(stale, challenge_id, assertion);
      expect(status).toBe(200);
      expect(claimsOf(body.access)).toMatchObject({ acr: 'aal2' });
      expect(problemSummary(await reauthenticate(stale, challenge_id, assertion))).toEqual(wrong);
      expect((await t.http.delete(`/api/passkeys/${person.passkeyId}`, { token: body.access })).status).toBe(204);
    });

    it('takes one of `POST /api/passkeys/challenge` that this user got, once', async () => {
      const person = await enrolled();
      const { challenge_id, options } = await challenge(t, person.access);
      const assertion = person.authenticator.get(options);
      expect((await reauthenticate(person, challenge_id, assertion)).status).toBe(200);
      expect(problemSummary(await reauthenticate(person, challenge_id, assertion))).toEqual(wrong);
      const anonymous = await challenge(t);
      const answer = await reauthenticate(person, anonymous.challenge_id, person.authenticator.get(anonymous.options));
      expect(problemSummary(answer)).toEqual(wrong);
    });

    it('does not take the passkey of another account', async () => {
      const [person, other] = [await enrolled(), await enrolled()];
      const { challenge_id, options } = await challenge(t, person.access);
      const answer = await reauthenticate(person, challenge_id, other.authenticator.get(options));
      expect(problemSummary(answer)).toEqual(wrong);
    });

    it('has no options where there are no passkeys', async () => {
      const answer = await t.http.post('/api/reauthenticate/options', {}, as(await t.as.verifiedUser()));
      expect(problemSummary(answer)).toEqual([404, 'not_found']);
    });
  });

  it('a second passkey works beside the first', async () => {
    const person = await enrolled();
    const second = new SoftwareAuthenticator(t.url);
    expect((await register(t, person, second)).status).toBe(201);
    for (const authenticator of [second, person.authenticator])
      expect((await passkeyLogin(t, authenticator)).body.user.id).toBe(person.id);
  });
});
