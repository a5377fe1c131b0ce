import { holdsPermission, permissionFlags, type RoleGrants } from '#auth';
import { mayAssign } from '#roles';
import fc from 'fast-check';
import { mayInvite } from './invitation.policy';

const noFlags = Object.fromEntries(permissionFlags.map((flag) => [flag, false])) as Record<
  (typeof permissionFlags)[number],
  boolean
>;
const role = (grants: Partial<RoleGrants> = {}): RoleGrants => ({
  id: '1',
  name: 'role',
  description: '',
  created_at: '2026-11-23T00:00:00.000Z',
  priority: 10,
  is_system: false,
  require_mfa: false,
  custom_permissions: {},
  ...noFlags,
  ...grants,
});
const defaultRole = role({ id: 'default', priority: 0 });
const manager = role({ id: 'manager', priority: 20, can_manage_users: true });

const anyRole = fc
  .record({ priority: fc.integer({ min: 0, max: 999 }), flags: fc.array(fc.constantFrom(...permissionFlags)) })
  .map(({ priority, flags }) => role({ priority, ...Object.fromEntries(flags.map((flag) => [flag, true])) }));

describe('mayInvite', () => {
  it('needs the permission to manage users', () => {
    expect(mayInvite([manager], undefined, defaultRole)).toBe(true);
    expect(mayInvite([role({ priority: 900 })], undefined, defaultRole)).toBe(false);
    expect(mayInvite([], undefined, defaultRole)).toBe(false);
  });

  it('gives no role to an account that the inviter may not manage', () => {
    const low = role({ priority: 1 });
    expect(mayInvite([manager], low, defaultRole)).toBe(true);
    expect(mayInvite([manager], low, role({ priority: 20 }))).toBe(false);
  });

  it('allows no role that the inviter may not assign, whatever the roles', () => {
    fc.assert(
      fc.property(fc.array(anyRole, { maxLength: 3 }), anyRole, anyRole, (inviter, given, byDefault) => {
        if (!mayInvite(inviter, given, byDefault)) return;
        expect(holdsPermission(inviter, 'can_manage_users')).toBe(true);
        expect(mayAssign(inviter, given)).toBe(true);
        expect(given.priority).toBeLessThan(Math.max(...inviter.map(({ priority }) => priority)));
      }),
    );
  });
});
