import { countOutcomes, runConcurrently } from '../support/concurrency';
import { challenge, passkeyLogin, withPasskey } from '../support/passkeys';
import { SoftwareAuthenticator } from '../support/software-authenticator';
import { type TestApp, testApp } from '../support/test-app';
import { settleAudit } from '../support/settle-audit';

describe('passkeys at the same moment', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const enrolled = async (counter = 0) => withPasskey(t, await t.as.verifiedUser(), { counter });
  const liveSessionsOf = async (id: string) =>
    (await t.db.query('SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL', [id])).length;

  it('20 sign-ins with one assertion: one gets in', async () => {
    const person = await enrolled();
    const { challenge_id, options } = await challenge(t);
    const assertion = person.authenticator.get(options);
    const answers = await runConcurrently(20, () => t.http.post('/api/passkeys/login', { challenge_id, assertion }));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 invalid_passkey': 19 });
    expect(await liveSessionsOf(person.id)).toBe(2);
  });

  it('20 assertions with one counter, each for its own challenge: one gets in, the others are reported', async () => {
    const person = await enrolled(1);
    const challenges = await runConcurrently(20, () => challenge(t));
    const answers = await runConcurrently(20, (n) => {
      const { challenge_id, options } = challenges[n];
      const assertion = person.authenticator.get(options, { counter: 2 });
      return t.http.post('/api/passkeys/login', { challenge_id, assertion });
    });
    expect(countOutcomes(answers)).toEqual({ '200': 1, '401 invalid_passkey': 19 });
    await settleAudit(t.db);
    const reports = await t.db.query(
      "SELECT 1 FROM audit_log WHERE subject_id = $1 AND action = 'mfa.passkey_counter_regression'",
      [person.id],
    );
    expect(reports).toHaveLength(19);
  });

  it('20 registrations with one attestation: one succeeds, with ten recovery codes', async () => {
    const person = await t.as.verifiedUser();
    const { challenge_id, creation_options } = await challenge(t, person.access);
    const attestation = new SoftwareAuthenticator(t.url).create(creation_options);
    const answers = await runConcurrently(20, () =>
      t.http.post('/api/passkeys', { challenge_id, attestation }, { token: person.access }),
    );
    expect(countOutcomes(answers)).toEqual({ '201': 1, '400 validation_failed': 19 });
    expect(await t.db.query('SELECT 1 FROM recovery_codes WHERE user_id = $1', [person.id])).toHaveLength(10);
  });

  it('one credential by 10 users: one gets it', async () => {
    const key = new SoftwareAuthenticator(t.url);
    const people = await Promise.all(Array.from({ length: 10 }, () => t.as.verifiedUser()));
    const bodies = await Promise.all(
      people.map(async ({ access }) => {
        const { challenge_id, creation_options } = await challenge(t, access);
        return { challenge_id, attestation: key.create(creation_options) };
      }),
    );
    const answers = await runConcurrently(10, (n) =>
      t.http.post('/api/passkeys', bodies[n], { token: people[n]!.access }),
    );
    expect(countOutcomes(answers)).toEqual({ '201': 1, '409 passkey_already_registered': 9 });
  });

  it('a ban and 20 sign-ins: no session is left', async () => {
    const person = await enrolled();
    const owner = await t.as.owner();
    const ban = t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token: owner.access });
    const answers = await runConcurrently(20, () => passkeyLogin(t, person.authenticator));
    expect((await ban).status).toBe(200);
    const { '200': _, '403 account_banned': __, ...others } = countOutcomes(answers);
    expect(others).toEqual({});
    expect(await liveSessionsOf(person.id)).toBe(0);
  });

  it('the removal of the passkey and 20 sign-ins: each is answered, and none comes after it', async () => {
    const person = await enrolled();
    const remove = t.http.delete(`/api/passkeys/${person.passkeyId}`, { token: person.access });
    const answers = await runConcurrently(20, () => passkeyLogin(t, person.authenticator));
    expect((await remove).status).toBe(204);
    const { '200': _, '401 invalid_passkey': __, ...others } = countOutcomes(answers);
    expect(others).toEqual({});
    expect((await passkeyLogin(t, person.authenticator)).status).toBe(401);
    expect(t.mailbox.of(person.email).filter(({ subject }) => /copied/.test(subject))).toEqual([]);
  });
});
