import type { TestUser } from '../support/test-users';
import { aTime, anId, aUser, userRole } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('exporting the own account', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const file = async ({ access }: TestUser) => (await t.http.get('/api/account/export', { token: access })).body;

  it('is a file with everything that is held', async () => {
    const device = { device_token: 'my-phone', device_type: 'android', device_name: 'Pixel' };
    const person = await t.as.verifiedUser({ bio: 'Likes tea.', ...device });
    const { status, headers, body } = await t.http.get('/api/account/export/', { token: person.access });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="collabsphere-account.json"');
    expect(headers.get('cache-control')).toBe('no-store');
    const entry = { id: anId, at: aTime, actor: person.id, subject: person.id, details: {} };
    const from = { ip: '127.0.0.1', user_agent: 'node', request_id: expect.any(String) };
    expect(body).toEqual({
      format: 1,
      exported_at: aTime,
      profile: {
        ...aUser({ id: person.id, email: person.email, username: person.username, full_name: 'Pat Person' }),
        bio: 'Likes tea.',
        role: userRole,
        ban: null,
      },
      sessions: [
        {
          id: anId,
          device: { name: 'Pixel', type: 'android' },
          push_enabled: true,
          ip: '127.0.0.1',
          user_agent: 'node',
          created_at: aTime,
          last_active_at: aTime,
          expires_at: aTime,
          ended_at: null,
          end_reason: null,
        },
      ],
      presence: { status: 'online', text: null, until: null },
      second_factors: { totp_confirmed_at: null, passkeys: [], recovery_codes_left: 0, trusted_devices: [] },
      notification_preferences: { kinds: expect.any(Object), quiet_hours: null, dnd: 'silent' },
      invitations: [],
      moderator_notes: [],
      mailed_links: [{ purpose: 'verify_email', email: person.email, created_at: aTime, expires_at: aTime }],
      audit_log: [
        { ...entry, ...from, action: 'account.register' },
        { ...entry, ...from, action: 'email.verify' },
      ],
    });
  });

  it('has no secret in it', async () => {
    const person = await t.as.signIn(await t.as.verifiedUser({ device_token: 'secret-push-token' }));
    await t.http.post(
      '/api/password/change',
      { current_password: person.password, new_password: 'another fine phrase' },
      { token: person.access },
    );
    await t.http.post('/api/password/forgot', { email: person.email });
    const { token } = await t.mailbox.find(person.email, /new password/i);
    const text = JSON.stringify(await file(person));
    for (const secret of ['secret-push-token', person.password, 'another fine phrase', token, person.refresh, '$2b$'])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/hash|counter|salt/);
  });

  it('contains ended sessions and the reason', async () => {
    const first = await t.as.verifiedUser();
    const second = await t.as.signIn(first);
    await t.http.post('/api/logout', {}, { token: first.access });
    expect((await file(second)).sessions).toEqual([
      expect.objectContaining({ ended_at: null, end_reason: null }),
      expect.objectContaining({ ended_at: aTime, end_reason: 'logout' }),
    ]);
  });

  it('contains acts of others on the user without their origin, and acts of the user on others without details', async () => {
    const [admin, user] = [await t.as.userWithRoles(['admin']), await t.as.verifiedUser()];
    await t.http.patch(`/api/users/${user.id}`, { bio: 'Edited.' }, { token: admin.access });
    const edit = ({ action }: { action: string }) => action === 'user.edit';
    expect((await file(user)).audit_log.find(edit)).toMatchObject({
      actor: admin.id,
      details: { before: { bio: '' }, after: { bio: 'Edited.' } },
      ip: null,
      user_agent: null,
      request_id: null,
    });
    expect((await file(admin)).audit_log.find(edit)).toMatchObject({
      subject: user.id,
      details: {},
      ip: '127.0.0.1',
      user_agent: 'node',
    });
  });

  it('contains a ban that ended no session, and no other user', async () => {
    const [person, another] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    await t.http.post(`/api/users/${person.id}/ban`, { reason: 'Spam' }, { token: owner.access });
    await t.http.delete(`/api/users/${person.id}/ban`, { token: owner.access });
    const body = await file(await t.as.signIn(person));
    expect(body.profile.ban).toBeNull();
    expect(body.audit_log.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['user.ban', 'user.unban']),
    );
    const text = JSON.stringify(body);
    for (const word of [another.id, another.email, owner.email]) expect(text).not.toContain(word);
  });

  it('is open to users who have not verified, and not to others', async () => {
    const { access, email } = await t.as.unverifiedUser();
    expect((await t.http.get('/api/account/export', { token: access })).body.profile.email).toBe(email);
    expect((await t.http.get('/api/account/export')).status).toBe(401);
  });
});
