import { problemSummary } from '../support/matchers';
import { dumpDatabase } from '../support/dump-database';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const UNKNOWN = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const MODERATOR = '0193543d-0000-7000-8000-000000000050';
const USER = '0193543d-0000-7000-8000-000000000000';

interface Explained {
  permission: string;
  value: unknown;
  granted: boolean;
  sources: { role: string; value: unknown; decides: boolean }[];
}

describe('what a user may do', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let moderator: TestUser;
  let user: TestUser;
  let helper: string;

  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
    moderator = await t.as.userWithRoles(['moderator']);
    user = await t.as.verifiedUser();
    const role = { name: 'helper', priority: 60, can_moderate: true, custom_permissions: { seats: 3 } };
    helper = (await t.http.post('/api/roles', role, { token: owner.access })).body.id;
  });
  afterAll(() => t.close());

  const explain = (id: string, by = moderator) => t.http.get(`/api/users/${id}/permissions`, { token: by.access });
  const simulate = (body: object, by = admin) => t.http.post('/api/roles/simulate', body, { token: by.access });
  const of = (explained: Explained[], permission: string) =>
    explained.find((candidate) => candidate.permission === permission);

  it('names the roles that a permission comes from', async () => {
    const person = await t.as.userWithRoles(['moderator', 'helper']);
    const { status, body } = await explain(person.id);
    expect([status, body.restrictions]).toEqual([200, []]);
    expect(of(body.permissions, 'can_moderate')).toEqual({
      permission: 'can_moderate',
      value: true,
      granted: true,
      sources: [
        { role_id: helper, role: 'helper', priority: 60, value: true, decides: true },
        { role_id: MODERATOR, role: 'moderator', priority: 50, value: true, decides: true },
      ],
    });
    expect(of(body.permissions, 'seats')).toMatchObject({ value: 3, granted: true, sources: [{ role: 'helper' }] });
    expect(of(body.permissions, 'can_manage_roles')).toMatchObject({ granted: false, sources: [] });
    const { body: signedIn } = await t.http.post('/api/login', { email: person.email, password: person.password });
    const values = body.permissions.map(({ permission, value }: Explained) => [permission, value]);
    expect(Object.fromEntries(values)).toEqual(signedIn.permissions);
  });

  it('says what keeps them from it', async () => {
    const person = await t.as.unverifiedUser();
    expect((await explain(person.id)).body.restrictions).toEqual(['email_not_verified']);
    const role = { name: 'careful', require_mfa: true };
    await t.http.post('/api/roles', role, { token: owner.access });
    await t.http.post('/api/assign-role', { user_id: person.id, role: role.name }, { token: owner.access });
    await t.http.post(`/api/users/${person.id}/ban`, { reason: 'x' }, { token: owner.access });
    expect((await explain(person.id)).body.restrictions).toEqual([
      'banned',
      'email_not_verified',
      'mfa_enrolment_required',
    ]);
  });

  it('of an owner is everything', async () => {
    const { body } = await explain(owner.id);
    expect(body.permissions.every(({ granted }: Explained) => granted)).toBe(true);
    expect(of(body.permissions, 'seats')!.sources[0]).toMatchObject({ role: 'owner', value: 3 });
  });

  it('is for moderators, and about users that exist', async () => {
    expect((await explain(user.id, user)).body.code).toBe('permission_denied');
    expect(problemSummary(await explain(UNKNOWN))).toEqual([404, 'user_not_found']);
    expect((await simulate({}, moderator)).body.code).toBe('permission_denied');
  });

  describe('in a simulation', () => {
    it('with other roles', async () => {
      const { status, body } = await simulate({ user_id: user.id, role_ids: [USER, MODERATOR, helper] });
      expect(status).toBe(200);
      expect(of(body.before, 'can_moderate')!.granted).toBe(false);
      expect(of(body.after, 'can_moderate')!.sources.map(({ role }) => role)).toEqual(['helper', 'moderator']);
      expect(body.changes).toEqual([
        { permission: 'can_moderate', before: false, after: true },
        { permission: 'can_delete_messages', before: false, after: true },
        { permission: 'can_ban_users', before: false, after: true },
        { permission: 'seats', before: null, after: 3 },
      ]);
    });

    it('with an edited role', async () => {
      const edited_role = { id: helper, can_ban_users: true, custom_permissions: { colour: 'red' } };
      const { body } = await simulate({ role_ids: [helper], edited_role });
      expect(body.changes).toEqual([
        { permission: 'can_ban_users', before: false, after: true },
        { permission: 'seats', before: 3, after: null },
        { permission: 'colour', before: null, after: 'red' },
      ]);
    });

    it('with an edited role that the user does not have, is as it was', async () => {
      const edited_role = { id: helper, can_ban_users: true };
      expect((await simulate({ user_id: user.id, edited_role })).body.changes).toEqual([]);
    });

    it('says what the user may do, once the change is made', async () => {
      const person = await t.as.verifiedUser();
      const { body } = await simulate({ user_id: person.id, role_ids: [USER, helper] });
      await t.http.put(`/api/users/${person.id}/roles/${helper}`, undefined, { token: owner.access });
      expect((await explain(person.id)).body.permissions).toEqual(body.after);
    });

    it('changes nothing', async () => {
      const before = await dumpDatabase(t.db);
      await simulate({ user_id: user.id, role_ids: [MODERATOR], edited_role: { id: helper, can_moderate: false } });
      // What jobs and batches write besides is not about roles.
      const rolesIn = (dump: string) => dump.split('\n').filter((line) => /helper|moderator/.test(line));
      expect(rolesIn(await dumpDatabase(t.db))).toEqual(rolesIn(before));
    });

    it.each([
      [{ role_ids: [UNKNOWN] }, 404, 'role_not_found'],
      [{ edited_role: { id: UNKNOWN } }, 404, 'role_not_found'],
      [{ user_id: UNKNOWN }, 404, 'user_not_found'],
      [{ role_ids: ['x'] }, 400, 'validation_failed'],
      [{ edited_role: { id: MODERATOR, custom_permissions: { seats: -1 } } }, 400, 'validation_failed'],
      [{ edited_role: { can_moderate: true } }, 400, 'validation_failed'],
    ])('%j is refused', async (body, status, code) => {
      expect(problemSummary(await simulate(body)).slice(0, 2)).toEqual([status, code]);
    });
  });
});
