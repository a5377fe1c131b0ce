import { invite, inviteByMail } from '../support/invitations';
import { aTime, aUser, anId, problemSummary, tokens } from '../support/matchers';
import type { TestUser } from '../support/test-users';
import { type TestApp, testApp } from '../support/test-app';

const invalid = [400, 'invalid_invitation'];

describe('invitations', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
  });
  afterAll(() => t.close());

  const create = (by: TestUser, body: object) => t.http.post('/api/invitations', body, { token: by.access });
  const revoke = (by: TestUser, id: string) => t.http.delete(`/api/invitations/${id}`, { token: by.access });
  const preview = (token: string) => t.http.post('/api/invitations/preview', { token });
  const register = (invitation_token: string, email: string, extras: object = {}) =>
    t.http.post('/api/register', { ...t.as.form(), email, invitation_token, ...extras });
  const find = async (id: string) => {
    const { body } = await t.http.get('/api/invitations?limit=100', { token: owner.access });
    return body.items.find((item: { id: string }) => item.id === id);
  };
  const audited = (id: string): Promise<{ action: string }[]> =>
    t.db.query("SELECT action, actor_id, subject_id FROM audit_log WHERE details->>'invitation_id' = $1 ORDER BY seq", [
      id,
    ]);

  it('are mailed with a link, the message and the role, and stored without the token', async () => {
    const email = 'Ann@Bücher.example';
    const { status, body } = await create(admin, { email, role: 'moderator', message: 'Welcome!\nSee you.' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: anId,
      email,
      role: { id: anId, name: 'moderator' },
      message: 'Welcome!\nSee you.',
      state: 'pending',
      invited_by: { id: admin.id, username: admin.username, full_name: 'Pat Person' },
      accepted_by: null,
      created_at: aTime,
      expires_at: aTime,
      accepted_at: null,
      revoked_at: null,
    });
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(7 * 24 * 3600 * 1000);
    const mail = await t.mailbox.find('Ann@bücher.example', /invited/i);
    expect(mail.text).toContain(`${t.url}/invitation/${mail.token}`);
    for (const text of [mail.text, mail.html]) {
      expect(text).toMatch(/Welcome!\s+See you\./);
      expect(text).toContain('moderator');
      expect(text).toContain('Pat Person');
    }
    const [{ row }] = await t.db.query('SELECT invitations::text AS row FROM invitations WHERE id = $1', [body.id]);
    expect(row).not.toContain(mail.token);
    expect(await audited(body.id)).toEqual([{ action: 'invitation.create', actor_id: admin.id, subject_id: null }]);
  });

  it('register a verified account with the role, for the invited mailbox however it is written', async () => {
    const { id, token } = await invite(t, 'bob@bücher.example', { by: admin, role: 'moderator' });
    expect((await preview(token)).body).toEqual({
      email: 'bob@bücher.example',
      invited_by: 'Pat Person',
      role: 'moderator',
      expires_at: aTime,
    });
    const { status, body } = await register(token, 'BOB@xn--bcher-kva.example', { device_name: 'Phone' });
    expect(status).toBe(201);
    expect(body.user).toEqual(
      aUser({
        email: 'bob@bücher.example',
        username: body.user.username,
        full_name: 'Pat Person',
        role: expect.objectContaining({ name: 'moderator' }),
        roles: [expect.objectContaining({ name: 'moderator' }), expect.objectContaining({ name: 'user' })],
      }),
    );
    expect(body.tokens).toEqual(tokens);
    expect(body.permissions.can_moderate).toBe(true);
    expect((await t.http.get('/api/users', { token: body.tokens.access })).status).toBe(200);
    expect(await find(id)).toMatchObject({ state: 'accepted', accepted_by: body.user.id, accepted_at: aTime });
    expect(await audited(id)).toEqual([
      { action: 'invitation.create', actor_id: admin.id, subject_id: null },
      { action: 'invitation.accept', actor_id: body.user.id, subject_id: body.user.id },
    ]);
    expect(problemSummary(await register(token, 'bob@bücher.example'))).toEqual(invalid);
    expect(problemSummary(await preview(token))).toEqual(invalid);
  });

  it('without a role give the default role, and no verification mail', async () => {
    const { email } = t.as.form();
    const token = await inviteByMail(t, email);
    const { body } = await register(token, email);
    expect(body.user.roles.map(({ name }: { name: string }) => name)).toEqual(['user']);
    await t.as.verifiedUser();
    expect(t.mailbox.of(email).map(({ subject }) => subject)).toEqual([expect.stringMatching(/invited/i)]);
  });

  it('are for one address, and stay good where the registration is refused', async () => {
    const { email, username } = await t.as.verifiedUser();
    const invited = t.as.form().email;
    const token = await inviteByMail(t, invited);
    expect(problemSummary(await register(token, t.as.form().email))).toEqual([
      400,
      'validation_failed',
      'email not_the_invited_address',
    ]);
    expect(problemSummary(await register(token, email))).toContain('email not_the_invited_address');
    expect(problemSummary(await register(token, invited, { username }))).toEqual([409, 'username_taken']);
    expect((await register(token, invited)).status).toBe(201);
  });

  it('to an address that registered meanwhile are answered email_taken', async () => {
    const form = t.as.form();
    const token = await inviteByMail(t, form.email);
    expect((await t.http.post('/api/register', form)).status).toBe(201);
    expect(problemSummary(await register(token, form.email))).toEqual([409, 'email_taken']);
  });

  it('expire', async () => {
    const { email } = t.as.form();
    const { id, token } = await invite(t, email);
    await t.db.query("UPDATE invitations SET expires_at = now() - interval '1 s' WHERE id = $1", [id]);
    for (const answer of [await register(token, email), await preview(token)])
      expect(problemSummary(answer)).toEqual([400, 'invitation_expired']);
    expect((await find(id)).state).toBe('expired');
  });

  it('are revoked, once', async () => {
    const { email } = t.as.form();
    const { id, token } = await invite(t, email, { by: admin });
    expect([(await revoke(admin, id)).status, (await revoke(owner, id)).status]).toEqual([204, 204]);
    expect(problemSummary(await register(token, email))).toEqual(invalid);
    expect(await find(id)).toMatchObject({ state: 'revoked', revoked_at: aTime });
    expect((await audited(id)).map(({ action }) => action)).toEqual(['invitation.create', 'invitation.revoke']);
  });

  it('can not be revoked once they are accepted, or where there is none', async () => {
    const { email } = t.as.form();
    const { id, token } = await invite(t, email);
    await register(token, email);
    expect(problemSummary(await revoke(owner, id))).toEqual([409, 'invitation_accepted']);
    expect(problemSummary(await revoke(owner, owner.id))).toEqual([404, 'invitation_not_found']);
  });

  it('replace the one before', async () => {
    const { email } = t.as.form();
    const first = await invite(t, email);
    const second = await invite(t, email.toUpperCase());
    expect(problemSummary(await register(first.token, email))).toEqual(invalid);
    expect((await find(first.id)).state).toBe('revoked');
    expect((await register(second.token, email)).status).toBe(201);
    expect((await audited(first.id)).map(({ action }) => action)).toEqual(['invitation.create', 'invitation.revoke']);
  });

  it('are refused to an address that has an account', async () => {
    const { email } = await t.as.unverifiedUser();
    expect(problemSummary(await create(admin, { email: email.toUpperCase() }))).toEqual([409, 'email_taken']);
  });

  it('name all faults of the request', async () => {
    const answer = await create(admin, { email: 'nobody', role: 5, message: 'x'.repeat(501), user: 1 });
    expect(problemSummary(answer)).toEqual([
      400,
      'validation_failed',
      'email invalid_email',
      'message too_long',
      'role invalid_type',
      'user unknown_field',
    ]);
    expect(problemSummary(await create(admin, { email: t.as.form().email, role: 'none such' }))).toEqual([
      404,
      'role_not_found',
    ]);
  });

  it('need the permission', async () => {
    const person = await t.as.userWithRoles(['moderator']);
    for (const answer of [
      await create(person, { email: t.as.form().email }),
      await revoke(person, owner.id),
      await t.http.get('/api/invitations', { token: person.access }),
    ])
      expect(problemSummary(answer)).toEqual([403, 'permission_denied']);
  });

  it.each(['owner', 'admin'])('give no role at or above the inviter: %s', async (role) => {
    expect(problemSummary(await create(admin, { email: t.as.form().email, role }))).toEqual([403, 'outranked']);
  });

  it('give no permission that the inviter does not hold', async () => {
    const { email } = t.as.form();
    const role = { name: 'exporter', priority: 10, custom_permissions: { exports: 5 } };
    await t.http.post('/api/roles', role, { token: owner.access });
    expect(problemSummary(await create(admin, { email, role: 'exporter' }))).toEqual([403, 'outranked']);
    expect((await create(owner, { email, role: 'exporter' })).status).toBe(201);
  });

  it('of a higher admin can neither be revoked nor replaced', async () => {
    const { email } = t.as.form();
    const { id, token } = await invite(t, email, { role: 'admin' });
    expect(problemSummary(await revoke(admin, id))).toEqual([403, 'outranked']);
    expect(problemSummary(await create(admin, { email }))).toEqual([403, 'outranked']);
    expect((await register(token, email)).status).toBe(201);
  });

  const admins = () => t.as.userWithRoles(['admin']);
  it.each<[string, (inviter: TestUser) => Promise<{ status: number }>]>([
    [
      'was demoted',
      async ({ id }) => {
        const { body } = await t.http.get('/api/roles', { token: owner.access });
        const role = body.items.find(({ name }: { name: string }) => name === 'admin').id;
        return t.http.delete(`/api/users/${id}/roles/${role}`, { token: owner.access });
      },
    ],
    ['was banned', ({ id }) => t.http.post(`/api/users/${id}/ban`, { reason: 'x' }, { token: owner.access })],
    ['was deactivated', ({ id }) => t.http.patch(`/api/users/${id}`, { is_active: false }, { token: owner.access })],
    ['was deleted', ({ id }) => t.http.delete(`/api/users/${id}`, { token: owner.access })],
  ])('are void where the inviter %s, with a role and without', async (_, change) => {
    const by = await admins();
    const [plain, asModerator] = [t.as.form().email, t.as.form().email];
    const tokens = [
      await inviteByMail(t, plain, { by }),
      await inviteByMail(t, asModerator, { by, role: 'moderator' }),
    ];
    expect((await change(by)).status).toBeLessThan(300);
    expect(problemSummary(await register(tokens[0]!, plain))).toEqual(invalid);
    expect(problemSummary(await register(tokens[1]!, asModerator))).toEqual(invalid);
  });

  it('are void where the role was deleted', async () => {
    const { email } = t.as.form();
    const role = await t.http.post('/api/roles', { name: 'short-lived', priority: 5 }, { token: owner.access });
    const { id, token } = await invite(t, email, { role: 'short-lived' });
    await t.http.delete(`/api/roles/${role.body.id}`, { token: owner.access });
    expect(problemSummary(await register(token, email))).toEqual(invalid);
    expect(await find(id)).toMatchObject({ state: 'revoked', role: { id: null, name: 'short-lived' } });
  });

  it('are void where the role was raised above the inviter', async () => {
    const { email } = t.as.form();
    const by = await admins();
    const role = await t.http.post('/api/roles', { name: 'rising', priority: 5 }, { token: owner.access });
    const token = await inviteByMail(t, email, { by, role: 'rising' });
    await t.http.patch(`/api/roles/${role.body.id}`, { priority: 500 }, { token: owner.access });
    expect(problemSummary(await register(token, email))).toEqual(invalid);
  });

  it('are listed in pages, the newest first', async () => {
    for (let n = 0; n < 3; n++) await create(owner, { email: t.as.form().email });
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${cursor}` : '';
      const { body } = await t.http.get(`/api/invitations?limit=2${query}`, { token: admin.access });
      expect(body.items.length).toBeLessThanOrEqual(2);
      all.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    } while (cursor);
    const rows = await t.db.query('SELECT id FROM invitations ORDER BY id DESC');
    expect(all).toEqual(rows.map(({ id }: { id: string }) => id));
  });

  it('go with the account that they became, and are in its export', async () => {
    const { email, password } = t.as.form();
    const { id, token } = await invite(t, email);
    const { body } = await register(token, email, { password });
    const access = body.tokens.access;
    const file = (await t.http.get('/api/account/export', { token: access })).body;
    expect(file.invitations).toEqual([expect.objectContaining({ id, email, state: 'accepted' })]);
    expect((await t.http.delete('/api/account', { token: access, body: { password } })).status).toBe(204);
    expect(await find(id)).toBeUndefined();
  });
});

describe('invitations of one inviter', () => {
  it('are limited', async () => {
    const t = await testApp({ RATE_LIMIT_SCALE: '1', RATE_LIMIT_INVITATIONS: '2/1h', RATE_LIMIT_MAIL_ACCOUNT: '1/1h' });
    const { access: token } = await t.as.owner();
    const { email } = t.as.form();
    const send = (to: string) => t.http.post('/api/invitations', { email: to }, { token });
    expect((await send(email)).status).toBe(201);
    expect(problemSummary(await send(email))).toEqual([429, 'too_many_attempts']);
    expect(problemSummary(await send(t.as.form().email))).toEqual([429, 'too_many_attempts']);
    await t.close();
  });
});
