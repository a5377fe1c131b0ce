import { type PermissionFlag, permissionFlags } from '#auth';

/** What each flag allows: `field` is the description of the DTO field, `purpose` goes into docs/permissions.md. */
export const permissionFlagDescriptions: Record<PermissionFlag, { field: string; purpose: string }> = {
  can_moderate: { field: 'May moderate conversations.', purpose: 'moderate conversations; see users' },
  can_manage_users: {
    field: 'May manage users.',
    purpose: 'edit and delete users, assign and remove roles, end sessions',
  },
  can_manage_roles: { field: 'May manage roles.', purpose: 'create, edit and remove roles' },
  can_delete_messages: { field: 'May delete the messages of others.', purpose: 'delete the messages of others' },
  can_ban_users: { field: 'May ban users.', purpose: 'ban and unban; see users' },
};

export const NO_FLAGS = Object.fromEntries(permissionFlags.map((flag) => [flag, false])) as Record<
  PermissionFlag,
  boolean
>;

/** Extends a class by one property per permission flag, each with the given decorator: a column, a DTO field. */
export function WithPermissionFlags<Base extends object, Value>(
  base: new () => Base,
  decorate: (flag: PermissionFlag) => PropertyDecorator,
): new () => Base & Record<PermissionFlag, Value> {
  class Flags extends (base as new () => object) {}
  for (const flag of permissionFlags) decorate(flag)(Flags.prototype, flag);
  return Flags as new () => Base & Record<PermissionFlag, Value>;
}
