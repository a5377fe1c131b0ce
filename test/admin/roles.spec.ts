import { Settings } from '#platform';
import { noPermissions } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

describe('roles', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let user: TestUser;

  beforeAll(async () => {
    t = await testApp();
    [owner, admin, user] = [await t.as.owner(), await t.as.userWithRoles(['admin']), await t.as.verifiedUser()];
  });
  afterAll(() => t.close());

  const role = (extras: object = {}) => ({
    name: `role ${Math.floor(performance.now() * 1000)}`,
    priority: 10,
    ...extras,
  });
  const make = async (extras: object = {}, by = owner) => {
    const { status, body } = await t.http.post('/api/roles', role(extras), { token: by.access });
    expect(status).toBe(201);
    return body;
  };

  it('are listed by descending priority, for everybody who is signed in', async () => {
    const { status, body } = await t.http.get('/api/roles', { token: user.access });
    expect(status).toBe(200);
    expect(body.next_cursor).toBeNull();
    expect(body.items.filter((r: { is_system: boolean }) => r.is_system).map((r: { name: string }) => r.name)).toEqual([
      'owner',
      'admin',
      'moderator',
      'user',
    ]);
    expect(Object.keys(body.items[0]).sort()).toEqual(
      [
        'id',
        'name',
        'require_mfa',
        'description',
        'created_at',
        'priority',
        'custom_permissions',
        ...Object.keys(noPermissions),
        'is_system',
      ].sort(),
    );
  });

  it('are paginated', async () => {
    await make();
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${cursor}` : '';
      const { body } = await t.http.get(`/api/roles?limit=2${query}`, { token: user.access });
      names.push(...body.items.map((r: { name: string }) => r.name));
      cursor = body.next_cursor;
    } while (cursor);
    const all = await t.http.get('/api/roles', { token: user.access });
    expect(names).toEqual(all.body.items.map((r: { name: string }) => r.name));
  });

  it('are created, edited and deleted, each with an audit entry', async () => {
    const made = await make({ description: 'Pins', custom_permissions: { can_pin: true, max_pins: 5, colour: 'red' } });
    const edited = await t.http.patch(`/api/roles/${made.id}/`, { can_moderate: true }, { token: owner.access });
    expect(edited.body).toEqual({ ...made, can_moderate: true });
    expect((await t.http.delete(`/api/roles/${made.id}`, { token: owner.access })).status).toBe(204);
    expect((await t.http.get(`/api/roles/${made.id}`, { token: owner.access })).body.code).toBe('role_not_found');

    const { body } = await t.http.get(`/api/audit-log?actor=${owner.id}&limit=3`, { token: owner.access });
    expect(body.items.map((e: { action: string }) => e.action)).toEqual(['role.delete', 'role.edit', 'role.create']);
    expect(body.items[1].details).toMatchObject({ before: { can_moderate: false }, after: { can_moderate: true } });
  });

  it('have unique names, without regard to case', async () => {
    const { name } = await make();
    const again = await t.http.post('/api/roles', role({ name: name.toUpperCase() }), { token: owner.access });
    expect([again.status, again.body.code]).toEqual([409, 'role_name_taken']);
  });

  it.each([
    [{ custom_permissions: { can_moderate: true } }, 'custom_permissions', 'invalid_key'],
    [{ custom_permissions: { Upper: 1 } }, 'custom_permissions', 'invalid_key'],
    [{ custom_permissions: { a: null } }, 'custom_permissions', 'invalid_value'],
    [{ custom_permissions: { a: { b: 1 } } }, 'custom_permissions', 'invalid_value'],
    [{ custom_permissions: [] }, 'custom_permissions', 'invalid_type'],
    [
      { custom_permissions: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 1])) },
      'custom_permissions',
      'too_many_keys',
    ],
    [{ priority: -1 }, 'priority', 'out_of_range'],
    [{ priority: 2 ** 53 }, 'priority', 'out_of_range'],
    [{ priority: '10' }, 'priority', 'invalid_type'],
    [{ can_moderate: 'yes' }, 'can_moderate', 'invalid_type'],
    [{ name: '' }, 'name', 'too_short'],
    [{ is_system: true }, 'is_system', 'unknown_field'],
  ])('refuse %j', async (extras, field, code) => {
    const { status, body } = await t.http.post('/api/roles', role(extras), { token: owner.access });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors).toEqual([expect.objectContaining({ field, code })]);
  });

  it('are not overwritten by an edit of an older version', async () => {
    const { id } = await make();
    const etag = (await t.http.get(`/api/roles/${id}`, { token: owner.access })).headers.get('etag')!;
    const edit = (priority: number, match: string) =>
      t.http.patch(`/api/roles/${id}`, { priority }, { token: owner.access, headers: { 'if-match': match } });
    const first = await edit(20, etag);
    expect(first.status).toBe(200);
    const second = await edit(30, etag);
    expect([second.status, second.body.code]).toEqual([412, 'precondition_failed']);
    expect((await edit(30, first.headers.get('etag')!)).body.priority).toBe(30);
    expect((await edit(30, 'nonsense')).status).toBe(400);
  });

  it('of the system are protected: the owner entirely, the others against renaming', async () => {
    const { body } = await t.http.get('/api/roles', { token: owner.access });
    const id = (name: string) => body.items.find((r: { name: string }) => r.name === name).id;
    const as = { token: owner.access };
    expect((await t.http.patch(`/api/roles/${id('owner')}`, { description: 'x' }, as)).body.code).toBe('system_role');
    expect((await t.http.delete(`/api/roles/${id('owner')}`, as)).body.code).toBe('system_role');
    expect((await t.http.delete(`/api/roles/${id('user')}`, as)).body.code).toBe('system_role');
    expect((await t.http.patch(`/api/roles/${id('moderator')}`, { name: 'mod' }, as)).body.code).toBe('system_role');
    expect((await t.http.patch(`/api/roles/${id('moderator')}`, { description: 'Kind.' }, as)).status).toBe(200);
    expect(
      (await t.http.patch(`/api/roles/${id('owner')}`, { description: 'x' }, { token: admin.access })).body.code,
    ).toBe('outranked');
  });

  it('that new accounts get can be neither deleted nor renamed', async () => {
    const { id, name } = await make();
    const settings = t.app.get(Settings);
    settings.DEFAULT_ROLE = name.toUpperCase();
    const newcomer = await t.as.verifiedUser();
    const as = { token: owner.access };
    const removed = await t.http.delete(`/api/roles/${id}`, as);
    const renamed = await t.http.patch(`/api/roles/${id}`, { name: `${name}, no longer` }, as);
    const edited = await t.http.patch(`/api/roles/${id}`, { can_moderate: true }, as);
    settings.DEFAULT_ROLE = 'user';
    expect([removed.body.code, renamed.body.code, edited.status]).toEqual(['system_role', 'system_role', 200]);
    expect((await t.http.get(`/api/users/${newcomer.id}`, as)).body.roles).toEqual([edited.body]);
  });

  describe('and the hierarchy', () => {
    it.each([
      ['at their own rank', { priority: 100 }],
      ['above themselves', { priority: 500 }],
      ['with a value that they lack', { custom_permissions: { can_pin: true } }],
    ])('no user creates a role %s', async (_, extras) => {
      const { status, body } = await t.http.post('/api/roles', role(extras), { token: admin.access });
      expect([status, body.code]).toEqual([403, 'outranked']);
    });

    it.each([1000, 2 ** 31 - 1])('not even an owner creates a role of priority %i', async (priority) => {
      for (const { access } of [owner, admin]) {
        const { status, body } = await t.http.post('/api/roles', role({ priority }), { token: access });
        expect([status, body.code]).toEqual([403, 'outranked']);
      }
      const { id } = await make();
      const lifted = await t.http.patch(`/api/roles/${id}`, { priority }, { token: owner.access });
      expect([lifted.status, lifted.body.code]).toEqual([403, 'outranked']);
    });

    it('no user creates a role with a flag that they lack', async () => {
      const { name } = await make({ priority: 60, can_manage_roles: true });
      const helper = await t.as.userWithRoles([name]);
      const refused = await t.http.post('/api/roles', role({ can_ban_users: true }), { token: helper.access });
      expect([refused.status, refused.body.code]).toEqual([403, 'outranked']);
      expect((await t.http.post('/api/roles', role({ can_manage_roles: true }), { token: helper.access })).status).toBe(
        201,
      );
    });

    it('no user edits or deletes a role above them', async () => {
      const high = await make({ priority: 200 });
      expect(
        (await t.http.patch(`/api/roles/${high.id}`, { can_moderate: true }, { token: admin.access })).body.code,
      ).toBe('outranked');
      expect((await t.http.delete(`/api/roles/${high.id}`, { token: admin.access })).body.code).toBe('outranked');
      const low = await make({ priority: 10 });
      expect((await t.http.patch(`/api/roles/${low.id}`, { priority: 150 }, { token: admin.access })).body.code).toBe(
        'outranked',
      );
    });

    it('no user gains a value by weakening their own role that hides it', async () => {
      const manager = await make({ priority: 60, can_manage_roles: true });
      const better = await make({ priority: 5, custom_permissions: { max_pins: 100 } });
      const hiding = await make({ priority: 30, custom_permissions: { max_pins: 1 } });
      const helper = await t.as.userWithRoles([manager.name, better.name, hiding.name]);
      expect((await t.http.delete(`/api/roles/${hiding.id}`, { token: helper.access })).body.code).toBe('outranked');
      const edit = await t.http.patch(`/api/roles/${hiding.id}`, { custom_permissions: {} }, { token: helper.access });
      expect(edit.body.code).toBe('outranked');
    });
  });

  it('require can_manage_roles, which the error names', async () => {
    const { status, body } = await t.http.post('/api/roles', role(), { token: user.access });
    expect([status, body.code, body.missing]).toEqual([403, 'permission_denied', ['can_manage_roles']]);
  });

  it('take effect on the next request of every user who has them', async () => {
    const made = await make();
    const holder = await t.as.userWithRoles([made.name]);
    const users = () => t.http.get('/api/users', { token: holder.access });
    expect((await users()).status).toBe(403);
    await t.http.patch(`/api/roles/${made.id}`, { can_moderate: true }, { token: owner.access });
    expect((await users()).status).toBe(200);
    await t.http.delete(`/api/roles/${made.id}`, { token: owner.access });
    expect((await users()).status).toBe(403);
  });
});
