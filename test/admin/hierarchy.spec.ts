import { AuthException, type Principal, permissionFlags, type RoleGrants } from '#auth';
import { isOwner, rankOf, RolesService } from '#roles';
import { AuthorizationState, permissionsOf } from '#auth';
import { Problem } from '#platform';
import fc from 'fast-check';
import { UsersAdmin } from '../../libs/users/src/admin/users-admin.service';
import { type TestApp, testApp } from '../support/test-app';

/** 100,000 in the nightly form: `HIERARCHY_OPERATIONS=100000 npm test`. */
const OPERATIONS = Number(process.env.HIERARCHY_OPERATIONS ?? 3000);
const PER_RUN = 50;
const OWNER = '0193543d-0000-7000-8000-000000001000';

const userId = (i: number) => `0193543d-0000-7000-8000-00000001000${i}`;
const roleId = (i: number) => `0193543d-0000-7000-8000-00000002000${i}`;
const USERS = 6;
const ROLES = 6;

interface World {
  users: Map<string, { roles: RoleGrants[]; rest: string; acts: boolean }>;
}

const grants = fc.record({
  priority: fc.integer({ min: 0, max: 60 }),
  flags: fc.subarray([...permissionFlags]),
  // Few keys and values, so that roles hide each other's.
  custom: fc.record({ x: fc.integer({ min: 0, max: 3 }), y: fc.integer({ min: 0, max: 3 }) }, { requiredKeys: [] }),
});
type Grants = { priority: number; flags: string[]; custom: { x?: number; y?: number } };
const wire = ({ priority, flags, custom }: Grants) => ({
  priority,
  custom_permissions: custom,
  ...Object.fromEntries(permissionFlags.map((flag) => [flag, flags.includes(flag)])),
});

const operation = fc.record({
  kind: fc.constantFrom(
    'give',
    'take',
    'edit role',
    'remove role',
    'make role',
    'ban',
    'unban',
    'edit',
    'switch off',
    'switch on',
    'end sessions',
    'delete',
  ),
  actor: fc.nat(USERS - 1),
  target: fc.nat(USERS - 1),
  // One more than there are: the last is the owner's.
  role: fc.nat(ROLES),
  grants,
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

describe('the hierarchy, through the real services', () => {
  let t: TestApp;
  let admin: UsersAdmin;
  let roles: RolesService;
  const client = { ip: '127.0.0.1', userAgent: 'test', requestId: 'test' };

  beforeAll(async () => {
    t = await testApp();
    admin = t.app.get(UsersAdmin, { strict: false });
    roles = t.app.get(RolesService, { strict: false });
  });
  afterAll(() => t.close());

  async function reset(all: Grants[], assignments: number[][]): Promise<void> {
    await t.db.query('DELETE FROM users');
    await t.db.query('DELETE FROM roles WHERE NOT is_system');
    for (const [i, { priority, flags, custom }] of all.entries())
      await t.db.query(
        `INSERT INTO roles (id, name, name_key, priority, custom_permissions, ${permissionFlags.join(', ')})
         VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [roleId(i), `role${i}`, priority, custom, ...permissionFlags.map((flag) => flags.includes(flag))],
      );
    for (let i = 0; i < USERS; i++) {
      await t.db.query(
        `INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
         VALUES ($1, $2, $2, $2, $2, $2, $2, '')`,
        [userId(i), `u${i}`],
      );
      for (const role of new Set(assignments[i]))
        await t.db.query('INSERT INTO user_roles (user_id, role_id) VALUES ($1, $2)', [userId(i), roleId(role)]);
    }
    // Two owners at the start, so that owners have somebody to be careful of.
    for (const i of [0, 1])
      await t.db.query('INSERT INTO user_roles (user_id, role_id) VALUES ($1, $2)', [userId(i), OWNER]);
    // Sessions have the ids of their users here.
    await t.db.query(`INSERT INTO sessions (id, user_id, ip, user_agent, refresh_expires_at, expires_at)
      SELECT id, id, '', '', now() + interval '1 day', now() + interval '1 day' FROM users`);
    // What was written past the service is not known to its memory.
    const made = await t.db.query('SELECT role_grants(roles) AS role FROM roles');
    const state = t.app.get(AuthorizationState, { strict: false });
    state.load({ roles: made.map(({ role }: { role: RoleGrants }) => role), events: [] });
  }

  async function world(): Promise<World> {
    const rows = await t.db.query(`
      SELECT u.id, (banned_at IS NULL OR banned_until <= now()) AND deactivated_at IS NULL AS acts,
             concat_ws('|', banned_at, deactivated_at, full_name,
               (SELECT string_agg(role_id::text, ',' ORDER BY role_id) FROM user_roles WHERE user_id = u.id AND role_id = ANY (
                  SELECT id FROM roles))) AS rest,
             coalesce((SELECT jsonb_agg(role_grants(r)) FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id), '[]') AS roles
      FROM users u ORDER BY u.id`);
    return {
      users: new Map(
        rows.map(({ id, ...row }: { id: string; roles: RoleGrants[]; rest: string; acts: boolean }) => [id, row]),
      ),
    };
  }

  async function perform({ kind, actor, target, role, grants }: Operation): Promise<boolean> {
    const by = { userId: userId(actor), sessionId: userId(actor) } as Principal;
    // Who was signed out signs in again: what they may then is asked here.
    await t.db.query('UPDATE sessions SET revoked_at = NULL WHERE id = $1', [by.sessionId]);
    const at = userId(target);
    const which = role === ROLES ? OWNER : roleId(role);
    const acts: Record<string, () => Promise<unknown>> = {
      give: () => admin.give(by, at, which, client),
      take: () => admin.take(by, at, which, client),
      'edit role': () => roles.edit(by, which, wire(grants), undefined, client),
      'remove role': () => roles.remove(by, which, undefined, client),
      'make role': () => roles.create(by, { name: `made ${performance.now()}`, ...wire(grants) }, client),
      ban: () => admin.ban(by, at, { reason: 'x' }, client),
      unban: () => admin.unban(by, at, client),
      edit: () => admin.edit(by, at, { full_name: `name ${performance.now()}` }, client),
      'switch off': () => admin.edit(by, at, { is_active: false }, client),
      'switch on': () => admin.edit(by, at, { is_active: true }, client),
      'end sessions': () => admin.endSessions(by, at, client),
      delete: () => admin.remove(by, at, client),
    };
    try {
      await acts[kind]!();
      return true;
    } catch (error) {
      if (error instanceof Problem || error instanceof AuthException) return false;
      throw error;
    }
  }

  function mustHold({ kind, actor, target }: Operation, before: World, after: World): void {
    const was = before.users.get(userId(actor));
    const is = after.users.get(userId(actor));
    if (was && is) {
      // Nobody rises by their own doing.
      expect(rankOf(is.roles)).toBeLessThanOrEqual(rankOf(was.roles));
      if (!isOwner(was.roles)) {
        const [then, now] = [permissionsOf(was.roles, was.roles), permissionsOf(is.roles, is.roles)];
        const risen = Object.entries(now).filter(([key, value]) => Number(value) > Number(then[key] ?? 0));
        expect(risen).toEqual([]);
      }
    }
    for (const [id, { roles: had, rest }] of before.users) {
      const now = after.users.get(id);
      const touched = !now || (now.rest !== rest && !kind.endsWith('role'));
      // Nobody changes someone at or above them; owners alone may touch owners.
      if (touched) {
        expect(id).toBe(userId(target));
        expect(isOwner(was!.roles) || rankOf(had) < rankOf(was!.roles)).toBe(true);
      }
      // Nobody hands out a flag that they lack.
      for (const flag of permissionFlags)
        if (now && now.roles.some((role) => role[flag]) && !had.some((role) => role[flag]))
          expect(isOwner(was!.roles) || was!.roles.some((role) => role[flag])).toBe(true);
    }
    // Somebody is left who can repair everything.
    expect([...after.users.values()].some(({ roles: has, acts }) => acts && isOwner(has))).toBe(true);
  }

  it(`holds over ${OPERATIONS} random operations`, async () => {
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(grants, { minLength: ROLES, maxLength: ROLES }),
        fc.array(fc.array(fc.nat(ROLES - 1), { minLength: 1, maxLength: 5 }), { minLength: USERS, maxLength: USERS }),
        fc.array(operation, { minLength: PER_RUN, maxLength: PER_RUN }),
        async (all, assignments, operations) => {
          await reset(all, assignments);
          let before = await world();
          for (const each of operations) {
            if (await perform(each)) succeeded++;
            const after = await world();
            mustHold(each, before, after);
            before = after;
          }
        },
      ),
      { numRuns: Math.ceil(OPERATIONS / PER_RUN), endOnFailure: true },
    );
    // The property would hold as well if everything were refused.
    expect(succeeded).toBeGreaterThan(OPERATIONS / 50);
  }, 600_000);

  it('two owners who demote each other at the same moment leave one owner, 100 times', async () => {
    for (let i = 0; i < 100; i++) {
      await reset(
        [],
        Array.from({ length: USERS }, () => []),
      );
      const demote = (by: number, target: number) =>
        perform({
          kind: 'take',
          actor: by,
          target,
          role: ROLES,
          grants: { priority: 0, flags: [], custom: {} },
        } as Operation);
      const done = await Promise.all([demote(0, 1), demote(1, 0)]);
      expect(done.filter(Boolean)).toHaveLength(1);
      const owners = [...(await world()).users.values()].filter(({ roles: has }) => isOwner(has));
      expect(owners).toHaveLength(1);
    }
  }, 120_000);

  it('two owners who step down at the same moment leave one owner', async () => {
    for (let i = 0; i < 20; i++) {
      await reset(
        [],
        Array.from({ length: USERS }, () => []),
      );
      const stepDown = (who: number) =>
        perform({
          kind: 'take',
          actor: who,
          target: who,
          role: ROLES,
          grants: { priority: 0, flags: [], custom: {} },
        } as Operation);
      expect((await Promise.all([stepDown(0), stepDown(1)])).filter(Boolean)).toHaveLength(1);
    }
  }, 60_000);

  it('a role that 10,000 users hold is edited by one row, and each of them sees it', async () => {
    await reset([{ priority: 5, flags: [], custom: {} }], []);
    await t.db.query(`
      INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
      SELECT gen_random_uuid(), n, n, n, n, n, n, '' FROM generate_series(1, 10000) AS n`);
    await t.db.query('INSERT INTO user_roles (user_id, role_id) SELECT id, $1 FROM users WHERE id <> ALL ($2)', [
      roleId(0),
      [userId(0), userId(1)],
    ]);
    const [{ seq }] = await t.db.query('SELECT coalesce(max(seq), 0) AS seq FROM authorization_events');
    const by = { userId: userId(0), sessionId: userId(0) } as Principal;
    await roles.edit(by, roleId(0), { can_moderate: true }, undefined, client);
    const events = await t.db.query('SELECT type FROM authorization_events WHERE seq > $1', [seq]);
    expect(events).toEqual([{ type: 'role-changed' }]);
    expect(t.app.get(AuthorizationState, { strict: false }).holds({ roleIds: [roleId(0)] }, 'can_moderate')).toBe(true);
  });
});
