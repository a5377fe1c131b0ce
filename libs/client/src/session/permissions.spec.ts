import { hasPermission } from './permissions.js';
import type { User } from './session-record.js';

const role = (name: string, priority: number, more: object) => ({
  name,
  priority,
  is_system: false,
  require_mfa: false,
  can_moderate: false,
  can_ban_users: false,
  custom_permissions: {},
  ...more,
});
const withRoles = (...roles: object[]) => ({ roles }) as unknown as User;

describe('permissions', () => {
  it('are granted where they are true, above 0 or not empty', () => {
    const permissions = { yes: true, no: false, some: 1, none: 0, text: 'a', empty: '' };
    const names = ['yes', 'no', 'some', 'none', 'text', 'empty', 'absent', 'toString'];
    const state = { status: 'signed_in', user: withRoles(), permissions } as const;
    expect(names.filter((name) => hasPermission(state, name))).toEqual(['yes', 'some', 'text']);
  });

  it('are all with the owner', () => {
    const owner = withRoles(role('owner', 1000, { is_system: true }));
    expect(hasPermission({ status: 'signed_in', user: owner, permissions: {} }, 'of_another_role')).toBe(true);
    // Another role with the same name.
    const other = withRoles(role('owner', 1, {}));
    expect(hasPermission({ status: 'signed_in', user: other, permissions: {} }, 'of_another_role')).toBe(false);
    expect(hasPermission({ status: 'signed_out' }, 'can_moderate')).toBe(false);
  });
});
