import { generateKeyPairSync } from 'node:crypto';
import { claimsOf } from '../support/jwt';
import { anId, aTime, problemSummary } from '../support/matchers';
import { challenge, passkeyLogin, register, withPasskey } from '../support/passkeys';
import { withStaleSession } from '../support/second-factor';
import { type Overrides, SoftwareAuthenticator } from '../support/software-authenticator';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const anotherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('own passkeys', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const as = ({ access }: TestUser) => ({ token: access });
  const read = async (person: TestUser) => (await t.http.get('/api/mfa', as(person))).body;
  const authenticator = (defaults: Overrides = {}) => new SoftwareAuthenticator(t.url, defaults);
  const actionsOf = async ({ id }: TestUser) =>
    (await t.db.query('SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY seq', [id])).map(
      ({ action }: { action: string }) => action,
    );

  describe('a registration', () => {
    it('begins with options of the browser, for this user alone', async () => {
      const person = await t.as.verifiedUser();
      const { status, headers, body } = await t.http.post('/api/passkeys/challenge', {}, as(person));
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      const { challenge_id, options, creation_options } = body;
      expect(challenge_id).toMatch(/^[\da-f-]{36}$/);
      expect(options.challenge).not.toBe(creation_options.challenge);
      expect(creation_options).toMatchObject({
        rp: { id: '127.0.0.1', name: 'CollabSphere' },
        user: {
          id: Buffer.from(person.id.replaceAll('-', ''), 'hex').toString('base64url'),
          name: person.email,
          displayName: 'Pat Person',
        },
        attestation: 'none',
        excludeCredentials: [],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      });
      expect(creation_options.pubKeyCredParams.map(({ alg }: { alg: number }) => alg)).toEqual([-8, -7, -257]);
      const registering = await challenge(t, person.access, { purpose: 'register' });
      expect(registering.options).toEqual(registering.creation_options);
    });

    it('needs a token where `purpose` says so', async () => {
      const post = (token?: string) => t.http.post('/api/passkeys/challenge', { purpose: 'register' }, { token });
      expect(problemSummary(await post())).toEqual([401, 'unauthorized']);
      expect(problemSummary(await post('of.another.time'))).toEqual([401, 'invalid_token']);
      expect(problemSummary(await t.http.post('/api/passkeys/challenge', { purpose: 'x' }))).toEqual([
        400,
        'validation_failed',
        'purpose invalid_choice',
      ]);
    });

    it('makes a factor, with recovery codes; the other sessions end, and the own one is aal2', async () => {
      const person = await t.as.verifiedUser();
      const other = await t.as.signIn(person);
      const { status, headers, body } = await register(
        t,
        person,
        authenticator({ backupEligible: true, backedUp: true }),
      );
      expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
      const passkey = { id: anId, name: expect.any(String), created_at: aTime, last_used_at: null, backed_up: true };
      expect(body).toEqual({ passkey, recovery_codes: expect.any(Array) });
      expect(body.recovery_codes).toHaveLength(10);
      expect(await read(person)).toMatchObject({ totp: false, passkeys: [body.passkey], recovery_codes_left: 10 });
      expect(problemSummary(await t.http.get('/api/profile', as(other)))).toEqual([401, 'invalid_token']);
      const { body: tokens } = await t.http.post('/api/token/refresh', { refresh: person.refresh });
      const claims = { amr: ['pwd', 'swk', 'user', 'mfa'], acr: 'aal2', mfa_enrolled: true };
      expect(claimsOf(tokens.access)).toMatchObject(claims);
      expect((await t.mailbox.find(person.email, /second factor was added/)).text).toContain('The passkey “');
      expect(await actionsOf(person)).toContain('mfa.passkey_add');
    });

    it('of a second one makes no recovery codes and ends no session; the first is excluded', async () => {
      const person = await withPasskey(t, await t.as.verifiedUser());
      const { body: signedIn } = await passkeyLogin(t, person.authenticator);
      const { creation_options } = await challenge(t, person.access);
      expect(creation_options.excludeCredentials).toEqual([
        {
          id: person.authenticator.credentialId.toString('base64url'),
          type: 'public-key',
          transports: ['internal', 'hybrid'],
        },
      ]);
      const { status, body } = await register(t, person, authenticator(), { name: ' Security key ' });
      expect([status, body.passkey.name, body.recovery_codes]).toEqual([201, 'Security key', []]);
      expect((await t.http.get('/api/profile', { token: signedIn.tokens.access })).status).toBe(200);
      expect((await read(person)).passkeys).toHaveLength(2);
    });

    it('is named after the browser where no name is given', async () => {
      const person = await t.as.verifiedUser();
      const { challenge_id, creation_options } = await challenge(t, person.access);
      const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
      const attestation = authenticator().create(creation_options);
      const headers = { 'user-agent': firefox };
      const { body } = await t.http.post('/api/passkeys', { challenge_id, attestation }, { ...as(person), headers });
      expect(body.passkey.name).toBe('Firefox on Linux');
    });

    it.each<[string, Overrides]>([
      ['another origin', { origin: 'https://evil.example' }],
      ['another port', { origin: 'http://127.0.0.1:1' }],
      ['another RP ID', { rpId: 'evil.example' }],
      ['another challenge', { challenge: 'AAAA' }],
      ['an assertion', { type: 'webauthn.get' }],
      ['a frame of another site', { crossOrigin: true }],
      ['no user presence', { userPresent: false }],
      ['no user verification', { userVerified: false }],
      ['an algorithm that was not offered', { algorithm: -35 }],
      ['flags that contradict each other', { backupEligible: false, backedUp: true }],
    ])('refuses %s', async (_, overrides) => {
      const person = await t.as.verifiedUser();
      expect(problemSummary(await register(t, person, authenticator(), { overrides }))).toEqual([
        400,
        'validation_failed',
        'attestation invalid_attestation',
      ]);
      expect((await read(person)).passkeys).toEqual([]);
    });

    it.each([
      [{}],
      [{ id: 1, rawId: 1, type: 'public-key', response: 7 }],
      [{ id: 'AA', rawId: 'AA', type: 'public-key', response: { clientDataJSON: 'e30', attestationObject: 'oA' } }],
      [{ id: 'AA', rawId: 'AA', type: 'public-key', response: { clientDataJSON: null, attestationObject: [] } }],
    ])('refuses what is no attestation: %j', async (attestation) => {
      const person = await t.as.verifiedUser();
      const { challenge_id } = await challenge(t, person.access);
      const answer = await t.http.post('/api/passkeys', { challenge_id, attestation }, as(person));
      expect(problemSummary(answer)).toEqual([400, 'validation_failed', 'attestation invalid_attestation']);
    });

    it('names each wrong field', async () => {
      const person = await t.as.verifiedUser();
      const post = async (body: object) => problemSummary(await t.http.post('/api/passkeys', body, as(person)));
      expect(await post({})).toEqual([400, 'validation_failed', 'attestation required', 'challenge_id required']);
      expect(await post({ challenge_id: 'x', attestation: [], name: 'n'.repeat(101) })).toEqual([
        400,
        'validation_failed',
        'attestation invalid_type',
        'challenge_id invalid_id',
        'name too_long',
      ]);
    });

    it('takes a challenge once, of the same user, for this purpose, within 5 minutes', async () => {
      const person = await t.as.verifiedUser();
      const expired = [400, 'validation_failed', 'challenge_id challenge_expired'];
      const post = async (challenge_id: string, attestation: object) =>
        problemSummary(await t.http.post('/api/passkeys', { challenge_id, attestation }, as(person)));

      const used = await challenge(t, person.access);
      expect(await post(used.challenge_id, {})).toEqual([400, 'validation_failed', 'attestation invalid_attestation']);
      expect(await post(used.challenge_id, authenticator().create(used.creation_options))).toEqual(expired);

      const foreign = await challenge(t, (await t.as.verifiedUser()).access);
      expect(await post(foreign.challenge_id, authenticator().create(foreign.creation_options))).toEqual(expired);

      const signIn = await challenge(t);
      const rp = { id: '127.0.0.1' };
      expect(await post(signIn.challenge_id, authenticator().create({ ...signIn.options, rp }))).toEqual(expired);

      const late = await challenge(t, person.access);
      await t.db.query("UPDATE passkey_challenges SET expires_at = now() - interval '1 s' WHERE id = $1", [
        late.challenge_id,
      ]);
      expect(await post(late.challenge_id, authenticator().create(late.creation_options))).toEqual(expired);
    });

    it('refuses a credential that is registered, also by another user', async () => {
      const key = authenticator();
      const person = await t.as.verifiedUser();
      expect((await register(t, person, key)).status).toBe(201);
      expect(problemSummary(await register(t, await t.as.verifiedUser(), key))).toEqual([
        409,
        'passkey_already_registered',
      ]);
    });

    it('is possible 20 times', async () => {
      const person = await withPasskey(t, await t.as.verifiedUser());
      await t.db.query(
        `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, backup_eligible, backed_up, name)
         SELECT gen_random_uuid(), user_id, uuid_send(gen_random_uuid()), public_key, 0, '{}', false, false, 'x'
         FROM passkeys, generate_series(1, 18) WHERE id = $1`,
        [person.passkeyId],
      );
      expect((await register(t, person, authenticator())).status).toBe(201);
      expect(problemSummary(await register(t, person, authenticator()))).toEqual([409, 'too_many_passkeys']);
    });

    it('requires a recent authentication and a verified address', async () => {
      const stale = await withStaleSession(t, await t.as.verifiedUser());
      expect(problemSummary(await register(t, stale, authenticator()))).toEqual([401, 'step_up_required']);
      expect(problemSummary(await register(t, await t.as.unverifiedUser(), authenticator()))).toEqual([
        403,
        'email_not_verified',
      ]);
    });
  });

  describe('a rename', () => {
    it('changes the name of an own one', async () => {
      const person = await withPasskey(t, await t.as.verifiedUser());
      const path = `/api/passkeys/${person.passkeyId}`;
      const { status, body } = await t.http.patch(path, { name: 'Phone' }, as(person));
      expect([status, body.name, body.id]).toEqual([200, 'Phone', person.passkeyId]);
      expect((await read(person)).passkeys).toEqual([body]);
      expect(await actionsOf(person)).toContain('mfa.passkey_rename');
      const other = await t.as.verifiedUser();
      expect(problemSummary(await t.http.patch(path, { name: 'Mine' }, as(other)))).toEqual([404, 'passkey_not_found']);
      expect(problemSummary(await t.http.patch(path, {}, as(person)))).toEqual([
        400,
        'validation_failed',
        'name required',
      ]);
    });
  });

  describe('a removal', () => {
    it('of the last factor takes the recovery codes with it, and the passkey signs in no more', async () => {
      const person = await withPasskey(t, await t.as.verifiedUser());
      const path = `/api/passkeys/${person.passkeyId}`;
      expect(problemSummary(await t.http.delete(path, as(await t.as.verifiedUser())))).toEqual([
        404,
        'passkey_not_found',
      ]);
      expect((await t.http.delete(path, as(person))).status).toBe(204);
      expect(await read(person)).toMatchObject({ passkeys: [], recovery_codes_left: 0 });
      expect(problemSummary(await passkeyLogin(t, person.authenticator))).toEqual([401, 'invalid_passkey']);
      expect((await t.http.post('/api/login', { email: person.email, password: person.password })).status).toBe(200);
      await t.mailbox.find(person.email, /second factor was removed/);
      expect(await actionsOf(person)).toContain('mfa.passkey_remove');
    });

    it('requires a recent authentication with two factors', async () => {
      const person = await withStaleSession(t, await withPasskey(t, await t.as.verifiedUser()), ['pwd']);
      const [{ id }] = (await read(person)).passkeys;
      const answer = await t.http.delete(`/api/passkeys/${id}`, as(person));
      expect(problemSummary(answer)).toEqual([401, 'step_up_required']);
      expect(answer.headers.get('www-authenticate')).toContain('acr_values="aal2"');
    });
  });

  it('are part of the export, of a reset by an admin, and of the deletion of the account', async () => {
    const person = await withPasskey(t, await t.as.verifiedUser());
    const { passkeys } = await read(person);
    const { body: exported } = await t.http.get('/api/account/export', as(person));
    expect(exported.second_factors.passkeys).toEqual(passkeys);
    const owner = await t.as.owner();
    expect((await t.http.delete(`/api/users/${person.id}/mfa`, as(owner))).status).toBe(204);
    expect(problemSummary(await passkeyLogin(t, person.authenticator))).toEqual([401, 'invalid_passkey']);

    const leaving = await withPasskey(t, await t.as.verifiedUser());
    const { body: passkeyRows } = { body: await t.db.query('SELECT 1 FROM passkeys WHERE user_id = $1', [leaving.id]) };
    expect(passkeyRows).toHaveLength(1);
    expect((await t.http.delete('/api/account', { ...as(leaving), body: { password: leaving.password } })).status).toBe(
      204,
    );
    expect(await t.db.query('SELECT 1 FROM passkeys WHERE user_id = $1', [leaving.id])).toEqual([]);
    expect(problemSummary(await passkeyLogin(t, leaving.authenticator))).toEqual([401, 'invalid_passkey']);
  });

  it('another key does not pass for the registered one', async () => {
    const person = await withPasskey(t, await t.as.verifiedUser());
    const answer = await passkeyLogin(t, person.authenticator, { signWith: anotherKey });
    expect(problemSummary(answer)).toEqual([401, 'invalid_passkey']);
  });

  it('have a list of the sites where browsers may use them', async () => {
    const { status, headers, body } = await t.http.get('/.well-known/webauthn');
    expect([status, body]).toEqual([200, { origins: [t.url] }]);
    expect(headers.get('content-type')).toContain('application/json');
  });
});
