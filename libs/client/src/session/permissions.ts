import type { components } from '../generated/openapi.js';
import type { Permissions, User } from './session-record.js';
import type { SessionState } from './session-state.js';

type Role = components['schemas']['Role'];

const isFlag = (name: string) => name.startsWith('can_');

/**
 * What roles grant, as the service counts it: a flag if any role has it, a custom permission by the role of highest
 * priority. `roles` are sorted by it.
 */
export function permissionsOf({ roles }: Pick<User, 'roles'>): Permissions {
  const permissions: Permissions = {};
  for (const role of [...roles].reverse()) Object.assign(permissions, role.custom_permissions);
  for (const [name, value] of roles.flatMap((role: Role) => Object.entries(role)))
    if (isFlag(name) && typeof value === 'boolean') permissions[name] = permissions[name] === true || value;
  return permissions;
}

/**
 * Whether the signed-in user has a permission: it is `true`, above 0 or not empty. Owners have those of all other roles,
 * too.
 */
export function hasPermission({ user, permissions }: SessionState, name: string): boolean {
  return (
    (!!permissions && Object.hasOwn(permissions, name) && !!permissions[name]) ||
    !!user?.roles.some((role) => role.is_system && role.name === 'owner')
  );
}
