import {
  customValue,
  holds,
  holdsEverything,
  permissionFlags,
  type CustomPermissionValue,
  permissionsOf,
  type RoleGrants,
} from '#auth';

/** A role that has a value for a permission. */
export interface PermissionSource {
  role: RoleGrants;
  value: CustomPermissionValue;
  /** Whether the effective value is that of this role. */
  decides: boolean;
}

export interface ExplainedPermission {
  permission: string;
  /** As the guards see it. */
  value: CustomPermissionValue;
  granted: boolean;
  /** By falling priority. */
  sources: PermissionSource[];
}

/** Each permission that the roles together give or have a value for, with the roles that it comes from. Flags come first. */
export function explainPermissions(
  roles: readonly RoleGrants[],
  allRoles: Iterable<RoleGrants>,
): ExplainedPermission[] {
  const values = permissionsOf(roles, allRoles);
  const sorted = [...roles].sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
  const flags = new Set<string>(permissionFlags);
  const keys = Object.keys(values)
    .filter((key) => !flags.has(key))
    .sort();
  return [
    ...permissionFlags.map((flag) =>
      explained(
        flag,
        values[flag],
        sorted
          .filter((role) => role[flag] || holdsEverything(role))
          .map((role) => ({ role, value: true, decides: true })),
      ),
    ),
    ...keys.map((key) => explained(key, values[key]!, customSources(sorted, key, values[key]!))),
  ];
}

const explained = (
  permission: string,
  value: CustomPermissionValue,
  sources: PermissionSource[],
): ExplainedPermission => ({
  permission,
  value,
  granted: holds(value),
  sources,
});

/** An owner holds every value, whatever the other roles say. */
function customSources(
  sorted: readonly RoleGrants[],
  key: string,
  effective: CustomPermissionValue,
): PermissionSource[] {
  const owner = sorted.find(holdsEverything);
  const winner = owner ?? sorted.find((role) => Object.hasOwn(role.custom_permissions, key));
  return sorted.flatMap((role): PermissionSource[] => {
    if (role === owner) return [{ role, value: effective, decides: true }];
    const value = customValue([role], key);
    return value === undefined ? [] : [{ role, value, decides: role === winner }];
  });
}
