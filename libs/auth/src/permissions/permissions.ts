import { holds, type CustomPermissionValue } from './custom-permission-value';

/** The flags of a role, as they are spelled on the wire. */
export const permissionFlags = [
  'can_moderate',
  'can_manage_users',
  'can_manage_roles',
  'can_delete_messages',
  'can_ban_users',
] as const;

export type PermissionFlag = (typeof permissionFlags)[number];

/** A key of `custom_permissions`; created by `customPermission()`, so that a misspelled flag does not compile. */
export type CustomPermission = string & { readonly custom: unique symbol };

export type Permission = PermissionFlag | CustomPermission;

/** All flags and custom permissions of a user. */
export type Permissions = Record<PermissionFlag, boolean> & Record<string, CustomPermissionValue>;

/** `@RequirePermissions(customPermission('can_pin'))` */
export function customPermission(key: string): CustomPermission {
  if ((permissionFlags as readonly string[]).includes(key))
    throw new Error(`${key} is a flag, not a custom permission`);
  return key as CustomPermission;
}

/** A role as in the API, in events and in memory. */
export interface RoleGrants extends Record<PermissionFlag, boolean> {
  id: string;
  name: string;
  description: string;
  /** RFC 3339. */
  created_at: string;
  priority: number;
  is_system: boolean;
  /** Its holders can do nothing without a second factor but set one. */
  require_mfa: boolean;
  custom_permissions: Record<string, CustomPermissionValue>;
}

/** The role `owner` holds every permission, custom ones included. */
export const holdsEverything = (role: RoleGrants): boolean => role.is_system && role.name === 'owner';

/** Whether the roles together give a permission. */
export function holdsPermission(roles: readonly RoleGrants[], permission: Permission): boolean {
  if (roles.some(holdsEverything)) return true;
  if ((permissionFlags as readonly string[]).includes(permission))
    return roles.some((role) => role[permission as PermissionFlag]);
  return holds(customValue(roles, permission));
}

/** A flag holds if any role has it; a custom permission has the value of the role of highest priority that has the key. */
export function permissionsOf(roles: readonly RoleGrants[], allRoles: Iterable<RoleGrants>): Permissions {
  const everything = roles.some(holdsEverything);
  const byPriority = [...(everything ? allRoles : roles)].sort((a, b) => (outranks(a, b) ? -1 : 1));
  // A Map, since a key may be named like a property of Object.prototype.
  const values = new Map<string, CustomPermissionValue>();
  for (const { custom_permissions } of byPriority)
    for (const [key, value] of Object.entries(custom_permissions)) {
      const higher = values.get(key);
      if (higher === undefined) values.set(key, value);
      else if (everything) values.set(key, greater(higher, value));
    }
  const flags = permissionFlags.map((flag) => [flag, everything || roles.some((role) => role[flag])] as const);
  const custom = [...values].map(([key, value]) => [key, everything && !holds(value) ? true : value] as const);
  return Object.fromEntries<CustomPermissionValue>([...custom, ...flags]) as Permissions;
}

/** The value of the role of highest priority that has the key. */
export function customValue(roles: readonly RoleGrants[], key: string): CustomPermissionValue | undefined {
  let winner: RoleGrants | undefined;
  for (const role of roles)
    if (Object.hasOwn(role.custom_permissions, key) && (!winner || outranks(role, winner))) winner = role;
  return winner?.custom_permissions[key];
}

/** For the owner: the highest number; of other values that of the role of higher priority, if it holds. */
function greater(higher: CustomPermissionValue, lower: CustomPermissionValue): CustomPermissionValue {
  if (typeof higher === 'number' && typeof lower === 'number') return Math.max(higher, lower);
  return holds(higher) ? higher : lower;
}

/** Of two roles of the same priority the older wins (UUIDv7 sorts by time), so that the result is stable. */
function outranks(role: RoleGrants, other: RoleGrants): boolean {
  return role.priority > other.priority || (role.priority === other.priority && role.id < other.id);
}
