import { problemSummary } from '../support/matchers';
import { withStaleSession } from '../support/second-factor';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { login, loginMfa, mfaToken, withTotp } from '../support/totp';

describe('an admin who removes the second factors of a user', () => {
  let t: TestApp;
  let admin: TestUser;
  beforeAll(async () => {
    t = await testApp({ MFA_TRUSTED_DEVICE_TTL: '30d' });
    admin = await t.as.userWithRoles(['admin']);
  });
  afterAll(() => t.close());

  const reset = (who: TestUser, { id }: { id: string }) => t.http.delete(`/api/users/${id}/mfa`, { token: who.access });

  it('leaves the password alone, ends all sessions, and the user gets a mail', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    const token = await mfaToken(t, person);
    expect((await reset(admin, person)).status).toBe(204);
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(401);
    expect(
      problemSummary(await loginMfa(t, token, { method: 'recovery_code', code: person.recoveryCodes[0] })),
    ).toEqual([401, 'mfa_token_expired']);
    const { status, body } = await login(t, person);
    expect(status).toBe(200);
    expect((await t.http.get('/api/mfa', { token: body.tokens.access })).body).toMatchObject({
      totp: false,
      recovery_codes_left: 0,
    });
    expect((await t.mailbox.find(person.email, /administrator removed/i)).text).toContain(
      'An administrator removed all second factors',
    );
  });

  it('voids the link to another address that was asked for before, also in a session that has ended', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    const new_email = `new-${person.email}`;
    const { password, access } = person;
    await t.http.post('/api/email/change', { new_email, password }, { token: access });
    const { token } = await t.mailbox.find(new_email, /confirm/i);
    await t.http.post('/api/logout', undefined, { token: access });
    expect((await reset(admin, person)).status).toBe(204);
    expect(problemSummary(await t.http.post('/api/email/confirm', { token }))).toEqual([400, 'invalid_token']);
  });

  it('is named in the audit log', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    await reset(admin, person);
    const { body } = await t.http.get(`/api/audit-log?subject=${person.id}&action=user.reset_mfa`, {
      token: admin.access,
    });
    expect(body.items).toEqual([expect.objectContaining({ actor: admin.id, details: { methods: [] } })]);
  });

  it('needs can_manage_users, and stands above the user', async () => {
    const [peer, moderator] = [await t.as.userWithRoles(['admin']), await t.as.userWithRoles(['moderator'])];
    const person = await withTotp(t, await t.as.verifiedUser());
    expect(problemSummary(await reset(moderator, person))).toEqual([403, 'permission_denied']);
    for (const target of [peer, admin, await t.as.owner()])
      expect(problemSummary(await reset(admin, target))).toEqual([403, 'outranked']);
    const nobody = { id: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' };
    expect(problemSummary(await reset(admin, nobody))).toEqual([404, 'user_not_found']);
    expect(problemSummary(await reset(admin, { id: 'x' }))).toEqual([400, 'validation_failed', 'id invalid_id']);
    expect(problemSummary(await login(t, person))).toEqual([403, 'mfa_required']);
  });

  it('has authenticated lately', async () => {
    const stale = await withStaleSession(t, await t.as.userWithRoles(['admin']));
    const person = await withTotp(t, await t.as.verifiedUser());
    expect(problemSummary(await reset(stale, person))).toEqual([401, 'step_up_required']);
  });
});
