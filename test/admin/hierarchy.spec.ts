import { permissionFlags, type CustomPermissionValue, type RoleGrants } from '#auth';
import fc from 'fast-check';
import { customKeys, type Grants, HierarchyFixture, OWNER, type HierarchyState } from '../support/hierarchy-fixture';
import { type TestApp, testApp } from '../support/test-app';

/** 100,000 in the nightly form: `HIERARCHY_OPERATIONS=100000 npm test`. */
const OPERATIONS = Number(process.env.HIERARCHY_OPERATIONS ?? 1500);
const PER_RUN = 50;
/** Two owners, two with all flags, and their targets. */
const USERS = 8;
const ROLES = 6;

const permissions: string[] = [...permissionFlags, ...customKeys];

/** Few, so that some roles hide what others have, and of every kind; the service refuses some. */
const stored = fc.constantFrom(0, 0, 0, 1, 2, 1e308, -1, -1, -1e308, true, false, '', '1', 'gold', 'silver');
const sent = fc.oneof(
  { weight: 29, arbitrary: stored },
  { weight: 1, arbitrary: fc.constantFrom(-0, null, [], {}, '\ud800', '\0', 'x'.repeat(256)) },
);
/** What two of them hold besides: they may do much, and have none of the custom permissions by it. */
const runsAll: Grants = { priority: 61, flags: ['can_manage_users', 'can_manage_roles'], custom: {} };
const grantsWith = (custom: fc.Arbitrary<Record<string, unknown>>) =>
  fc.record({ priority: fc.integer({ min: 0, max: 60 }), flags: fc.subarray([...permissionFlags]), custom });
const anyKeys = fc.record(Object.fromEntries(customKeys.map((key) => [key, stored])), { requiredKeys: [] });
/** One at a time: of many, one or the other would be refused. */
const oneKey = fc.dictionary(fc.constantFrom(...customKeys), sent, { maxKeys: 1 });

/** `runsAll` is the first. */
const rolesOfOne = fc.uniqueArray(fc.integer({ min: 1, max: ROLES }), { minLength: 1, maxLength: 5 });

const operation = fc.record({
  kind: fc.constantFrom(
    // These more often: it is roles that say who may do what.
    ...Array.from({ length: 6 }, () => 'edit role' as const),
    ...Array.from({ length: 4 }, () => 'take' as const),
    'give',
    'remove role',
    'assign',
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
  actor: fc.constantFrom(0, 1, ...Array.from({ length: 6 }, () => [2, 3]).flat(), 4, 5, 6, 7),
  target: fc.constantFrom(0, 1, 2, 3, ...Array.from({ length: 4 }, () => [4, 5, 6, 7]).flat()),
  role: fc.nat(1000),
  grants: grantsWith(oneKey),
  /** Of an edit. */
  fields: fc.subarray(['priority', 'flags', 'custom'] as const, { minLength: 1 }),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const wire = ({ priority, flags, custom }: Grants, fields: readonly string[] = ['priority', 'flags', 'custom']) => ({
  ...(fields.includes('priority') && { priority }),
  ...(fields.includes('custom') && { custom_permissions: custom }),
  ...(fields.includes('flags') && Object.fromEntries(permissionFlags.map((flag) => [flag, flags.includes(flag)]))),
});

const isOwner = (roles: RoleGrants[]) => roles.some(({ id }) => id === OWNER);
const highestPriority = (roles: RoleGrants[]) => Math.max(-1, ...roles.map(({ priority }) => priority));
/** The contract's words, written down once more: the policy's own are what is tested. */
const holds = (value: unknown) =>
  value === true || (typeof value === 'number' && value > 0) || (typeof value === 'string' && value.length > 0);
const atMost = (value: CustomPermissionValue, other: CustomPermissionValue | undefined) =>
  value === other || (typeof value === 'number' && typeof other === 'number' && value <= other);

describe('the hierarchy, through the real service', () => {
  let t: TestApp;
  let stage: HierarchyFixture;
  let made = 0;

  beforeAll(async () => {
    t = await testApp();
    stage = new HierarchyFixture(t);
  });
  afterAll(() => t.close());

  async function perform(
    { kind, actor, target, role, grants, fields }: Operation,
    world: HierarchyState,
  ): Promise<boolean> {
    const user = `/api/users/${stage.idOf(target)}`;
    const roleId = stage.roleId(role);
    const calls: Record<Operation['kind'], [method: string, path: string, body?: object]> = {
      give: ['PUT', `${user}/roles/${roleId}`],
      assign: ['POST', '/api/assign-role', { user_id: stage.idOf(target), role: roleId }],
      take: ['DELETE', `${user}/roles/${roleId}`],
      'edit role': ['PATCH', `/api/roles/${roleId}`, wire(grants, fields)],
      'remove role': ['DELETE', `/api/roles/${roleId}`],
      'make role': ['POST', '/api/roles', { name: `made ${++made}`, ...wire(grants) }],
      ban: ['POST', `${user}/ban`, { reason: 'x' }],
      unban: ['DELETE', `${user}/ban`],
      edit: ['PATCH', user, { full_name: `name ${++made}` }],
      'switch off': ['PATCH', user, { is_active: false }],
      'switch on': ['PATCH', user, { is_active: true }],
      'end sessions': ['DELETE', `${user}/sessions`],
      delete: ['DELETE', user],
    };
    const token = await stage.tokenOf(actor, world);
    const [method, path, sentBody] = calls[kind];
    const { status, body } = await t.http.send(method, path, sentBody, { token });
    expect(status).toBeLessThan(500);
    if (kind === 'make role' && status === 201) stage.roleIds.push(body.id);
    return status < 300;
  }

  function mustHold({ kind, actor, target }: Operation, before: HierarchyState, after: HierarchyState): void {
    const was = before.users.get(stage.idOf(actor));
    const is = after.users.get(stage.idOf(actor));
    // No user raises their own rank.
    if (was && is) expect(highestPriority(is.roles)).toBeLessThanOrEqual(highestPriority(was.roles));
    for (const [id, had] of before.users) {
      const now = after.users.get(id);
      // No user changes another of their rank or above; owners alone may touch owners.
      if (!now || (now.rest !== had.rest && !kind.endsWith('role'))) {
        expect(id).toBe(stage.idOf(target));
        expect(isOwner(was!.roles) || highestPriority(had.roles) < highestPriority(was!.roles)).toBe(true);
      }
      if (!now) continue;
      // No user grants what they do not hold: as the guards see it,
      const gained = [...now.may].filter((permission) => !had.may.has(permission));
      expect(gained.filter((permission) => !was!.may.has(permission))).toEqual([]);
      // and as a service does that reads the value.
      if (isOwner(now.roles)) continue;
      const better = customKeys.filter((key) => {
        const value = now.values[key]!;
        return (
          holds(value) && !atMost(value, had.values[key]) && !isOwner(was!.roles) && !atMost(value, was!.values[key])
        );
      });
      expect(better).toEqual([]);
    }
    mustBeOurs(was?.may ?? new Set(), before, after);
    // One user remains who can repair everything.
    expect([...after.users.values()].some(({ roles: has, acts }) => acts && isOwner(has))).toBe(true);
  }

  /** What a role gives now and did not before is held by the actor, whether any user has the role or not. */
  function mustBeOurs(may: Set<string>, before: HierarchyState, after: HierarchyState): void {
    for (const [id, role] of after.roles) {
      const former = before.roles.get(id);
      const gives = (grants: RoleGrants | undefined, permission: string) =>
        holds(grants?.custom_permissions[permission]) || Boolean(grants?.[permission as 'can_moderate']);
      const added = permissions.filter((permission) => gives(role, permission) && !gives(former, permission));
      expect(added.filter((permission) => !may.has(permission))).toEqual([]);
    }
  }

  it(`holds over ${OPERATIONS} random operations`, async () => {
    let succeeded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(grantsWith(anyKeys), { minLength: ROLES, maxLength: ROLES }),
        fc.array(rolesOfOne, { minLength: USERS, maxLength: USERS }),
        fc.array(operation, { minLength: PER_RUN, maxLength: PER_RUN }),
        async (all, assignments, operations) => {
          await stage.reset(
            [runsAll, ...(all as Grants[])],
            assignments.map((roles, i) => (i === 2 || i === 3 ? [0, ...roles] : roles)),
          );
          let before = await stage.readState();
          for (const each of operations) {
            if (!(await perform(each, before))) continue;
            succeeded++;
            const after = await stage.readState();
            mustHold(each, before, after);
            before = after;
          }
          // What was refused has changed nothing.
          expect(await stage.readState()).toEqual(before);
          await routesMustAgree(before);
        },
      ),
      { numRuns: Math.ceil(OPERATIONS / PER_RUN), endOnFailure: true },
    );
    // The property would hold as well if everything were refused.
    expect(succeeded).toBeGreaterThan(OPERATIONS / 50);
  }, 600_000);

  /** What the guards were asked is what real routes answer. */
  async function routesMustAgree(world: HierarchyState): Promise<void> {
    for (const i of Array.from({ length: USERS }, (_, n) => n)) {
      const user = world.users.get(stage.idOf(i));
      if (!user?.acts) continue;
      const token = await stage.tokenOf(i, world);
      for (const [path, permission] of [
        ['/api/services', 'can_manage_services'],
        ['/api/audit-log', 'can_manage_users'],
      ] as const)
        expect((await t.http.get(path, { token })).status).toBe(user.may.has(permission) ? 200 : 403);
    }
  }

  describe('of two owners at the same moment', () => {
    const noRoles = Array.from({ length: USERS }, () => []);
    const demote = async (by: number, target: number) => {
      const path = `/api/users/${stage.idOf(target)}/roles/${OWNER}`;
      return (await t.http.delete(path, { token: stage.members[by]!.token })).status === 200;
    };

    it('one remains where each demotes the other, 100 times', async () => {
      for (let i = 0; i < 100; i++) {
        await stage.reset([], noRoles);
        const done = await Promise.all([demote(0, 1), demote(1, 0)]);
        expect(done.filter(Boolean)).toHaveLength(1);
        const owners = [...(await stage.readState()).users.values()].filter(({ roles }) => isOwner(roles));
        expect(owners).toHaveLength(1);
      }
    }, 120_000);

    it('one remains where both give up the role', async () => {
      for (let i = 0; i < 20; i++) {
        await stage.reset([], noRoles);
        expect((await Promise.all([demote(0, 0), demote(1, 1)])).filter(Boolean)).toHaveLength(1);
      }
    }, 60_000);
  });

  it('editing a role of 10,000 users updates one row, and takes effect for each of them', async () => {
    const hiding = { priority: 5, flags: [], custom: { x: 1 } };
    const hidden = { priority: 4, flags: [], custom: { x: 2 } };
    const manager = { priority: 60, flags: [...permissionFlags], custom: {} };
    await stage.reset([hiding, hidden, manager], [[], [], [2]]);
    await t.db.query(`
      INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
      SELECT gen_random_uuid(), n, n, n, n, n, n, '' FROM generate_series(1, 10000) AS n`);
    await t.db.query(`INSERT INTO user_roles (user_id, role_id) SELECT id, $1 FROM users WHERE username ~ '^\\d+$'`, [
      stage.roleId(0),
    ]);
    const [{ seq }] = await t.db.query('SELECT coalesce(max(seq), 0) AS seq FROM authorization_events');
    const edit = (by: number, body: object) =>
      t.http.patch(`/api/roles/${stage.roleId(0)}`, body, { token: stage.members[by]!.token });
    expect((await edit(2, { can_moderate: true, custom_permissions: {} })).status).toBe(200);
    const events = await t.db.query('SELECT type FROM authorization_events WHERE seq > $1', [seq]);
    expect(events).toEqual([{ type: 'role-changed' }]);
    expect(stage.holds([stage.roleId(0)], 'can_moderate')).toBe(true);

    // One of them all has what would come out.
    await edit(0, { custom_permissions: { x: 1 } });
    await t.db.query(`INSERT INTO user_roles (user_id, role_id) SELECT id, $1 FROM users WHERE username = '5000'`, [
      stage.roleId(1),
    ]);
    expect((await edit(2, { custom_permissions: {} })).body.code).toBe('outranked');
  });
});
