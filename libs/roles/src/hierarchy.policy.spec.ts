import { permissionFlags, type RoleGrants } from '#auth';
import fc from 'fast-check';
import {
  mayChange,
  mayAssign,
  mayCreate,
  mayUnassign,
  mayManageRole,
  mayManageUser,
  highestPriority,
} from './hierarchy.policy';
import { NO_FLAGS } from './permission-flags';

const role = (grants: Partial<RoleGrants> = {}): RoleGrants => ({
  id: '1',
  name: 'role',
  description: '',
  created_at: '2026-11-23T00:00:00.000Z',
  priority: 10,
  is_system: false,
  require_mfa: false,
  custom_permissions: {},
  ...NO_FLAGS,
  ...grants,
});
const owner = role({ id: 'owner', name: 'owner', is_system: true, priority: 1000 });
const admin = role({
  id: 'admin',
  priority: 100,
  can_manage_roles: true,
  custom_permissions: { max: 10, plan: 'gold' },
});

const anyRole = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    priority: fc.integer({ min: 0, max: 999 }),
    flags: fc.array(fc.constantFrom(...permissionFlags)),
    custom_permissions: fc.dictionary(
      fc.constantFrom('x', 'y'),
      fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.constantFrom('p', 'q')),
    ),
  })
  .map(({ flags, ...grants }) => role({ ...grants, ...Object.fromEntries(flags.map((flag) => [flag, true])) }));
const anyRoles = fc.uniqueArray(anyRole, { selector: ({ id }) => id });

describe('the hierarchy', () => {
  it('is strict: no user manages users of the same rank, or themselves', () => {
    fc.assert(
      fc.property(
        anyRoles,
        anyRoles,
        (actor, target) => mayManageUser(actor, target) === highestPriority(target) < highestPriority(actor),
      ),
    );
    fc.assert(fc.property(anyRoles, (actor) => !mayManageUser(actor, actor)));
  });

  it('allows nothing to an actor without roles', () => {
    fc.assert(fc.property(anyRoles, (target) => !mayManageUser([], target)));
  });

  it('lets owners manage owners, or the role could never be removed', () => {
    expect(mayManageUser([owner], [owner])).toBe(true);
    expect(mayAssign([owner], owner)).toBe(true);
    expect(mayAssign([admin], owner)).toBe(false);
  });

  it.each([
    ['a role at the own rank', { priority: 100 }, false],
    ['a role below', { priority: 99 }, true],
    ['a flag that is held', { can_manage_roles: true }, true],
    ['a flag that is lacked', { can_ban_users: true }, false],
    ['a number up to the own', { custom_permissions: { max: 10 } }, true],
    ['a number above the own', { custom_permissions: { max: 11 } }, false],
    ['the own word', { custom_permissions: { plan: 'gold' } }, true],
    ['another word', { custom_permissions: { plan: 'platinum' } }, false],
    ['a key that is lacked', { custom_permissions: { other: true } }, false],
    ['a key that is lacked, switched off', { custom_permissions: { other: false } }, true],
  ])('making %s', (_, grants, allowed) => {
    expect(mayCreate([admin], role(grants))).toBe(allowed);
    expect(mayCreate([owner], role(grants))).toBe(true);
  });

  it('needs no permission for fields that an edit does not change', () => {
    const strong = role({ id: 'strong', can_ban_users: true, custom_permissions: { other: true } });
    expect(mayChange([admin], strong, { ...strong, description: 'x' }, [])).toBe(true);
    expect(mayChange([admin], strong, { ...strong, can_moderate: true }, [])).toBe(false);
    expect(mayChange([admin], role(), { ...role(), priority: 100 }, [])).toBe(false);
    expect(mayChange([admin], role({ priority: 100 }), undefined, [])).toBe(false);
  });

  it('never exposes a value that the actor lacks, by a change of the role that hides it', () => {
    const hiding = role({ id: 'hiding', priority: 20, custom_permissions: { x: 1 } });
    const better = role({ id: 'better', priority: 10, custom_permissions: { x: 2 } });
    const holding = { ...admin, custom_permissions: { x: 2 } };
    const changes: [RoleGrants, RoleGrants | undefined][] = [
      [hiding, undefined],
      [hiding, { ...hiding, custom_permissions: {} }],
      [hiding, { ...hiding, priority: 9 }],
    ];
    for (const [before, after] of changes) {
      expect(mayChange([admin], before, after, [[better]])).toBe(false);
      expect(mayChange([holding], before, after, [[better]])).toBe(true);
      expect(mayChange([owner], before, after, [[better]])).toBe(true);
      // An owner already holds every value, so for a user with both roles the change exposes none.
      expect(mayChange([admin], before, after, [[better, owner], []])).toBe(true);
    }
    expect(mayChange([admin], better, { ...better, priority: 21 }, [[hiding]])).toBe(false);
    expect(mayUnassign([admin], hiding, [hiding, better])).toBe(false);
    expect(mayUnassign([holding], hiding, [hiding, better])).toBe(true);
    expect(mayUnassign([admin], better, [hiding, better])).toBe(true);
  });

  it('no allowed change makes a role outrank the actor', () => {
    fc.assert(
      fc.property(anyRoles, anyRole, anyRole, (actor, before, after) => {
        if (mayChange(actor, before, { ...after, id: before.id }, [])) {
          expect(mayManageRole(actor, before)).toBe(true);
          expect(after.priority).toBeLessThan(highestPriority(actor));
        }
      }),
    );
  });
});
