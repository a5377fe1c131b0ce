import { countOutcomes, runConcurrently } from '../support/concurrency';
import { inviteByMail } from '../support/invitations';
import type { TestUser } from '../support/test-users';
import { type TestApp, testApp } from '../support/test-app';
import { settleAudit } from '../support/settle-audit';

describe('invitations at once', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const count = async (sql: string, ...parameters: unknown[]): Promise<number> =>
    (await t.db.query(`SELECT count(*)::int AS count FROM ${sql}`, parameters))[0].count;
  const register = (invitation_token: string, email: string) =>
    t.http.post('/api/register', { ...t.as.form(), email, invitation_token });

  it('of twenty registrations with one token: one account', async () => {
    const { email } = t.as.form();
    const token = await inviteByMail(t, email, { role: 'moderator' });
    const answers = await runConcurrently(20, () => register(token, email));
    expect(countOutcomes(answers)).toEqual({ '201': 1, '400 invalid_invitation': 19 });
    expect(await count('users WHERE email = $1', email)).toBe(1);
    const { id } = answers.find(({ status }) => status === 201)!.body.user;
    await settleAudit(t.db);
    expect(await count("audit_log WHERE action = 'invitation.accept' AND subject_id = $1", id)).toBe(1);
    expect(await count('user_roles WHERE user_id = $1', id)).toBe(2);
    expect(await count('sessions WHERE user_id = $1', id)).toBe(1);
  });

  it('of ten invitations of one address: one stays open', async () => {
    const { email } = t.as.form();
    const invite = () => t.http.post('/api/invitations', { email }, { token: owner.access });
    expect(countOutcomes(await runConcurrently(10, invite))).toEqual({ '201': 10 });
    expect(await count('invitations WHERE email = $1 AND revoked_at IS NULL', email)).toBe(1);
  });

  it.each([
    ['revocation', async (id: string) => t.http.delete(`/api/invitations/${id}`, { token: owner.access })],
    ['demotion of the inviter', async (_: string, by: TestUser) => demote(by)],
    ['ban of the inviter', async (_: string, by: TestUser) => ban(by)],
    ['deletion of the inviter', async (_: string, by: TestUser) => remove(by)],
  ])('a registration and a %s: one comes first, and neither fails otherwise', async (_, change) => {
    for (let round = 0; round < 6; round++) {
      const by = await t.as.userWithRoles(['admin']);
      const { email } = t.as.form();
      const token = await inviteByMail(t, email, { by, role: 'moderator' });
      const [{ id }] = await t.db.query('SELECT id FROM invitations WHERE email = $1', [email]);
      const [registered, changed] = await Promise.all([register(token, email), change(id, by)]);
      const lost = registered.status === 201 && changed.body?.code === 'invitation_accepted';
      if (!lost) expect([200, 204]).toContain(changed.status);
      if (registered.status !== 201) expect(registered.body.code).toBe('invalid_invitation');
      expect(await count('users WHERE email = $1', email)).toBe(registered.status === 201 ? 1 : 0);
    }
  });

  const demote = async ({ id }: TestUser) => {
    const [{ id: role }] = await t.db.query("SELECT id FROM roles WHERE name = 'admin'");
    return t.http.delete(`/api/users/${id}/roles/${role}`, { token: owner.access });
  };
  const ban = ({ id }: TestUser) => t.http.post(`/api/users/${id}/ban`, { reason: 'race' }, { token: owner.access });
  const remove = ({ id }: TestUser) => t.http.delete(`/api/users/${id}`, { token: owner.access });
});
