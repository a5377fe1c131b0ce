import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';

describe('users, for admins', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let moderator: TestUser;
  let user: TestUser;

  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
    moderator = await t.as.userWithRoles(['moderator']);
    user = await t.as.verifiedUser({ full_name: 'Ulla Użytkownik', username: 'ulla_100%'.replace('%', '') });
  });
  afterAll(() => t.close());

  const list = async (query: string, by = admin) => {
    const { status, body } = await t.http.get(`/api/users?${query}`, { token: by.access });
    expect([status, body.errors]).toEqual([200, undefined]);
    return body.items.map((item: { id: string }) => item.id);
  };

  describe('are found', () => {
    it.each([
      ['part of the e-mail', () => user.email.slice(2, 9)],
      ['part of the username', () => 'lla_10'],
      ['part of the full name, in any case', () => 'UŻYTKOW'],
      ['the beginning of the username', () => 'ul'],
    ])('by %s', async (_, q) => expect(await list(`q=${encodeURIComponent(q())}`)).toContain(user.id));

    it('and wildcards are matched literally', async () => {
      expect(await list(`q=${encodeURIComponent('%')}`)).toEqual([]);
      expect(await list(`q=${encodeURIComponent('u%a')}`)).toEqual([]);
      expect(await list(`q=${encodeURIComponent('lla_1')}`)).toEqual([user.id]);
      expect(await list(`q=${encodeURIComponent('llax1')}`)).toEqual([]);
    });

    it('by role and by ban', async () => {
      expect(await list('role=moderator')).toEqual([moderator.id]);
      expect(await list('banned=true')).toEqual([]);
      expect((await list('banned=false')).length).toBeGreaterThan(3);
      expect(await list('online=false&q=ulla_100')).toEqual([user.id]);
      await t.http.get('/api/profile', { token: user.access });
      expect(await list('online=true&q=ulla_100')).toEqual([user.id]);
      expect(await list('online=false&q=ulla_100')).toEqual([]);
    });

    it('by verified address, second factor, activity and time of joining', async () => {
      const one = await t.as.unverifiedUser({ username: 'filtered.one' });
      const found = (filter: string) => list(`q=filtered.one&${filter}`);
      const set = (change: string) => t.db.query(`UPDATE users SET ${change} WHERE id = $1`, [one.id]);
      expect([await found('verified=false'), await found('verified=true')]).toEqual([[one.id], []]);
      expect([await found('mfa=true'), await found('mfa=false')]).toEqual([[], [one.id]]);
      await set(`mfa_methods = '{totp}'`);
      expect([await found('mfa=true'), await found('mfa=false')]).toEqual([[one.id], []]);
      expect([await found('active=true'), await found('active=false')]).toEqual([[one.id], []]);
      await set(`deactivated_at = now(), date_joined = '2020-02-29T12:00:00.000Z'`);
      expect([await found('active=true'), await found('active=false')]).toEqual([[], [one.id]]);
      const [then, later] = ['2020-02-29T12:00:00.000Z', '2020-02-29T12:00:00.001Z'];
      expect(await found(`joined_after=${then}&joined_before=${later}`)).toEqual([one.id]);
      expect([await found(`joined_after=${later}`), await found(`joined_before=${then}`)]).toEqual([[], []]);
      const { body } = await t.http.get(`/api/users/${one.id}`, { token: admin.access });
      expect(body.mfa_methods).toEqual(['totp']);
      await t.db.query('DELETE FROM users WHERE id = $1', [one.id]);
    });

    it('by the first letters of the full name, and in its order', async () => {
      expect(await list('q=ul')).toEqual([user.id]);
      const byName = async (sort: string) =>
        (await t.http.get(`/api/users?sort=${sort}`, { token: admin.access })).body.items.map(
          ({ full_name }: { full_name: string }) => full_name,
        );
      expect(await byName('full_name')).toEqual(['Owner', 'Pat Person', 'Pat Person', 'Ulla Użytkownik']);
      expect(await byName('-full_name')).toEqual(['Ulla Użytkownik', 'Pat Person', 'Pat Person', 'Owner']);
    });

    it.each([
      'full_name',
      '-full_name',
      'date_joined',
      '-date_joined',
      'last_seen',
      '-last_seen',
      'username',
      '-username',
      'email',
      '-email',
    ])('in pages that omit no user, by %s', async (sort) => {
      const all = await list(`sort=${sort}`);
      const paged: string[] = [];
      let cursor: string | null = null;
      do {
        const { body } = await t.http.get(`/api/users?sort=${sort}&limit=1${cursor ? `&cursor=${cursor}` : ''}`, {
          token: admin.access,
        });
        paged.push(...body.items.map((item: { id: string }) => item.id));
        cursor = body.next_cursor;
      } while (cursor);
      expect(paged).toEqual(all);
      expect(new Set(paged).size).toBe(4);
    });

    it.each([
      ['sort=password_hash', 'sort', 'invalid_choice'],
      ['limit=0', 'limit', 'out_of_range'],
      ['limit=1000000000', 'limit', 'out_of_range'],
      ['limit=x', 'limit', 'invalid_type'],
      ['cursor=nonsense', 'cursor', 'invalid_cursor'],
      [`cursor=${Buffer.from('["\'; DROP","x"]').toString('base64url')}`, 'cursor', 'invalid_cursor'],
      ['banned=maybe', 'banned', 'invalid_type'],
      ['mfa=1', 'mfa', 'invalid_type'],
      ['joined_after=2026-02-30T00:00:00Z', 'joined_after', 'invalid_time'],
      ['sort=email&sort=username', 'sort', 'invalid_type'],
      ['page=2', 'page', 'unknown_field'],
    ])('but %s is refused', async (query, field, code) => {
      const { status, body } = await t.http.get(`/api/users?${query}`, { token: admin.access });
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ field, code })]]);
    });
  });

  it('have all fields for admins, and a public profile for everybody else', async () => {
    const whole = (await t.http.get(`/api/users/${user.id}`, { token: moderator.access })).body;
    expect(whole).toMatchObject({ email: user.email, email_verified: true, is_active: true, ban: null });
    const seen = (await t.http.get(`/api/users/${owner.id}`, { token: user.access })).body;
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['email']));
    for (const hidden of ['email', 'email_verified', 'ban', 'is_active', 'mfa_methods'])
      expect(seen).not.toHaveProperty(hidden);
    expect(
      (await t.http.get('/api/users/0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41', { token: user.access })).body.code,
    ).toBe('user_not_found');
    expect((await t.http.get('/api/users/1', { token: user.access })).status).toBe(400);
  });

  it('are edited, but never their password', async () => {
    const member = await t.as.verifiedUser();
    const edit = (body: object) => t.http.patch(`/api/users/${member.id}`, body, { token: admin.access });
    expect((await edit({ full_name: 'New Name' })).body.full_name).toBe('New Name');
    for (const field of ['password', 'email_verified', 'roles', 'id'])
      expect((await edit({ [field]: 'x' })).body.errors).toEqual([
        expect.objectContaining({ field, code: 'unknown_field' }),
      ]);
    expect((await edit({ username: admin.username.toUpperCase() })).body.code).toBe('username_taken');

    const asked = await t.http.post(`/api/users/${member.id}/password-reset`, {}, { token: admin.access });
    expect(asked.status).toBe(202);
    const { token } = await t.mailbox.find(member.email, /new password/);
    expect((await t.http.post('/api/password/reset', { token, new_password: 'another fine phrase' })).status).toBe(200);
  });

  it('are deactivated and activated again', async () => {
    const member = await t.as.verifiedUser();
    const edit = (is_active: boolean) =>
      t.http.patch(`/api/users/${member.id}`, { is_active }, { token: admin.access });
    expect((await edit(false)).body.is_active).toBe(false);
    expect((await t.http.get('/api/profile', { token: member.access })).status).toBe(401);
    const login = { email: member.email, password: member.password };
    expect((await t.http.post('/api/login', login)).body.code).toBe('account_deactivated');
    await edit(true);
    expect((await t.http.post('/api/login', login)).status).toBe(200);
  });

  it('are banned at once, and can sign in again when the ban ends or is lifted', async () => {
    const member = await t.as.verifiedUser();
    const login = () => t.http.post('/api/login', { email: member.email, password: member.password });
    const ban = (body: object) => t.http.post(`/api/users/${member.id}/ban`, body, { token: moderator.access });

    expect((await ban({ reason: 'Spam' })).body.ban).toMatchObject({ reason: 'Spam', until: null });
    expect((await t.http.get('/api/profile', { token: member.access })).status).toBe(401);
    expect((await t.http.post('/api/token/refresh', { refresh: member.refresh })).status).toBe(401);
    expect((await login()).body.code).toBe('account_banned');
    expect(await list('banned=true')).toEqual([member.id]);

    await ban({ reason: 'Spam', until: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await login()).body.code).toBe('account_banned');
    await t.db.query(`UPDATE users SET banned_until = now() - interval '1 s' WHERE id = $1`, [member.id]);
    expect((await login()).status).toBe(200);
    expect(await list('banned=true')).toEqual([]);

    await ban({ reason: 'Again' });
    const lifted = await t.http.delete(`/api/users/${member.id}/ban`, { token: moderator.access });
    expect([lifted.status, lifted.body.ban]).toEqual([200, null]);
    expect((await login()).status).toBe(200);
    expect((await ban({ reason: 'x', until: '2020-01-01T00:00:00Z' })).body.errors[0].code).toBe('not_in_future');
    expect((await ban({})).body.errors[0]).toMatchObject({ field: 'reason', code: 'required' });
  });

  it('have sessions that an admin lists and revokes', async () => {
    const member = await t.as.signIn(await t.as.verifiedUser(), { device_name: 'Phone' });
    const path = `/api/users/${member.id}/sessions`;
    const { body } = await t.http.get(path, { token: admin.access });
    expect(body.items.map((s: { device: { name: string } }) => s.device.name)).toEqual(['Phone', null]);
    expect((await t.http.delete(path, { token: admin.access })).status).toBe(204);
    expect((await t.http.get('/api/profile', { token: member.access })).status).toBe(401);
    expect((await t.http.get(path, { token: admin.access })).body.items).toEqual([]);
  });

  it('are deleted with all their data', async () => {
    const member = await t.as.verifiedUser();
    expect((await t.http.delete(`/api/users/${member.id}`, { token: admin.access })).status).toBe(204);
    expect((await t.http.get('/api/profile', { token: member.access })).status).toBe(401);
    expect((await t.http.get(`/api/users/${member.id}`, { token: admin.access })).status).toBe(404);
    const [{ count }] = await t.db.query('SELECT count(*)::int FROM sessions WHERE user_id = $1', [member.id]);
    expect(count).toBe(0);
  });

  it('have newly assigned roles on the next request, and lose unassigned ones the same way', async () => {
    const member = await t.as.verifiedUser();
    const roles = (await t.http.get('/api/roles', { token: admin.access })).body.items;
    const moderatorRole = roles.find((r: { name: string }) => r.name === 'moderator').id;
    const path = `/api/users/${member.id}/roles/${moderatorRole}`;
    const mayList = async () => (await t.http.get('/api/users', { token: member.access })).status;

    expect(await mayList()).toBe(403);
    expect((await t.http.put(path, undefined, { token: admin.access })).body.role.name).toBe('moderator');
    expect(await mayList()).toBe(200);
    expect((await t.http.delete(path, { token: admin.access })).body.role.name).toBe('user');
    expect(await mayList()).toBe(403);

    const assigned = await t.http.post(
      '/api/assign-role/',
      { user_id: member.id, role: 'Moderator' },
      { token: admin.access },
    );
    expect([assigned.status, assigned.body.roles.map((r: { name: string }) => r.name)]).toEqual([
      200,
      ['moderator', 'user'],
    ]);
    const profile = (await t.http.get('/api/profile', { token: member.access })).body;
    expect(profile.role.name).toBe('moderator');
  });

  describe('of the rank of the actor or above can not be managed:', () => {
    const calls: [string, (id: string) => [string, string, object?]][] = [
      ['edit', (id) => ['PATCH', `/api/users/${id}`, { bio: 'x' }]],
      ['delete', (id) => ['DELETE', `/api/users/${id}`]],
      ['ban', (id) => ['POST', `/api/users/${id}/ban`, { reason: 'x' }]],
      ['unban', (id) => ['DELETE', `/api/users/${id}/ban`]],
      ['see the sessions', (id) => ['GET', `/api/users/${id}/sessions`]],
      ['end the sessions', (id) => ['DELETE', `/api/users/${id}/sessions`]],
      ['give a role', (id) => ['POST', '/api/assign-role', { user_id: id, role: 'moderator' }]],
      ['take a role', (id) => ['DELETE', `/api/users/${id}/roles/0193543d-0000-7000-8000-000000000000`]],
      ['reset the password', (id) => ['POST', `/api/users/${id}/password-reset`, {}]],
    ];
    it.each(calls)('%s', async (_, call) => {
      const peer = await t.as.userWithRoles(['admin']);
      for (const target of [owner, peer]) {
        const [method, path, body] = call(target.id);
        const answer = await t.http.send(method, path, body, { token: admin.access });
        expect([answer.status, answer.body.code]).toEqual([403, 'outranked']);
        const [again, samePath, sameBody] = call(target.id);
        expect((await t.http.send(again, samePath, sameBody, { token: user.access })).body.code).toBe(
          'permission_denied',
        );
        expect((await t.http.send(again, samePath, sameBody)).status).toBe(401);
      }
    });

    it('no user assigns a role of their own rank or above', async () => {
      const member = await t.as.verifiedUser();
      for (const role of ['admin', 'owner']) {
        const answer = await t.http.post('/api/assign-role', { user_id: member.id, role }, { token: admin.access });
        expect([answer.status, answer.body.code]).toEqual([403, 'outranked']);
      }
      expect(
        (await t.http.post('/api/assign-role', { user_id: member.id, role: 'nonsense' }, { token: admin.access })).body
          .code,
      ).toBe('role_not_found');
    });
  });

  it('the number of roles of a user is limited', async () => {
    const member = await t.as.verifiedUser();
    await t.db.query(
      `WITH made AS (INSERT INTO roles (id, name, name_key, priority)
         SELECT gen_random_uuid(), 'filler ' || n, 'filler ' || n, 1 FROM generate_series(1, 63) AS n RETURNING id)
       INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM made`,
      [member.id],
    );
    const one = await t.http.post(
      '/api/assign-role',
      { user_id: member.id, role: 'moderator' },
      { token: admin.access },
    );
    expect([one.status, one.body.code]).toEqual([409, 'too_many_roles']);
  });

  it('the last owner can not be deleted, banned, deactivated or demoted', async () => {
    const ownerRole = '0193543d-0000-7000-8000-000000001000';
    const as = { token: owner.access };
    const answers = [
      await t.http.delete(`/api/users/${owner.id}/roles/${ownerRole}`, as),
      await t.http.post(`/api/users/${owner.id}/ban`, { reason: 'x' }, as),
      await t.http.delete(`/api/users/${owner.id}`, as),
      await t.http.patch(`/api/users/${owner.id}`, { is_active: false }, as),
    ];
    for (const answer of answers) expect(problemSummary(answer)).toEqual([409, 'last_owner']);
  });

  it('no user bans, deletes or deactivates themselves', async () => {
    const another = await t.as.userWithRoles(['owner']);
    for (const { id, access } of [another, admin]) {
      expect(problemSummary(await t.http.post(`/api/users/${id}/ban`, { reason: 'x' }, { token: access }))).toEqual([
        403,
        'cannot_ban_yourself',
      ]);
      expect(problemSummary(await t.http.delete(`/api/users/${id}`, { token: access }))).toEqual([
        403,
        'cannot_delete_yourself',
      ]);
    }
    const off = await t.http.patch(`/api/users/${another.id}`, { is_active: false }, { token: another.access });
    expect(problemSummary(off)).toEqual([403, 'cannot_deactivate_yourself']);
    await t.http.delete(`/api/users/${another.id}`, { token: owner.access });
  });
});
