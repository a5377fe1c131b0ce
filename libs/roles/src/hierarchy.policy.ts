import { covers, customValue, holdsEverything, type PermissionFlag, permissionFlags, type RoleGrants } from '#auth';

/**
 * The rules of the hierarchy. An actor manages only users and roles of lower priority, creates only roles of lower
 * priority, and grants only permissions that they hold. Whether a permission is held is decided as in the guards: `holds`
 * and `covers` of `#auth`. Owners may also manage owners: otherwise the role could never be removed from anyone.
 */

/** The properties of a role that the rules depend on. */
export type GrantedPermissions = Pick<RoleGrants, PermissionFlag | 'priority' | 'custom_permissions'>;
type Flags = Pick<RoleGrants, PermissionFlag>;

export const isOwner = (roles: readonly RoleGrants[]): boolean => roles.some(holdsEverything);

/** -1 without a role, which is below every role. */
export const highestPriority = (roles: readonly RoleGrants[]): number =>
  Math.max(-1, ...roles.map(({ priority }) => priority));

export function mayManageUser(actor: readonly RoleGrants[], target: readonly RoleGrants[]): boolean {
  return isOwner(actor) || highestPriority(target) < highestPriority(actor);
}

/** Edit, delete, assign or unassign the role. */
export function mayManageRole(actor: readonly RoleGrants[], role: Pick<RoleGrants, 'priority'>): boolean {
  return isOwner(actor) || role.priority < highestPriority(actor);
}

/** The actor may create a role with these grants. */
export function mayCreate(actor: readonly RoleGrants[], grants: GrantedPermissions): boolean {
  return grants.priority < highestPriority(actor) && holdsAllPermissions(actor, grants);
}

/** The actor may assign the role to a user. */
export function mayAssign(actor: readonly RoleGrants[], role: RoleGrants): boolean {
  return mayManageRole(actor, role) && holdsAllPermissions(actor, role);
}

/**
 * @param after the edited role; `undefined` where it is deleted
 * @param coAssigned per user who has the role, their other roles that share a key with it or are the role of the owners
 */
export function mayChange(
  actor: readonly RoleGrants[],
  before: RoleGrants,
  after: RoleGrants | undefined,
  coAssigned: readonly (readonly RoleGrants[])[],
): boolean {
  if (!mayManageRole(actor, before) || (after && after.priority >= highestPriority(actor))) return false;
  if (isOwner(actor)) return true;
  const keys = Object.keys({ ...before.custom_permissions, ...after?.custom_permissions });
  const gainsNothing = (others: readonly RoleGrants[]) =>
    isOwner(others) || exposesOnlyHeldValues(actor, [...others, before], after ? [...others, after] : others, keys);
  return holdsFlags(actor, after, before) && [[], ...coAssigned].every(gainsNothing);
}

/** Without the role, the value of another role may take effect. */
export function mayUnassign(actor: readonly RoleGrants[], role: RoleGrants, before: readonly RoleGrants[]): boolean {
  if (!mayManageRole(actor, role)) return false;
  const after = before.filter(({ id }) => id !== role.id);
  return isOwner(actor) || exposesOnlyHeldValues(actor, before, after, Object.keys(role.custom_permissions));
}

/** For each key, the new value is covered by the value before, or by the value that the actor holds. */
function exposesOnlyHeldValues(
  actor: readonly RoleGrants[],
  before: readonly RoleGrants[],
  after: readonly RoleGrants[],
  keys: readonly string[],
): boolean {
  return keys.every((key) => {
    const now = customValue(after, key);
    return covers(customValue(before, key), now) || covers(customValue(actor, key), now);
  });
}

function holdsAllPermissions(actor: readonly RoleGrants[], grants: GrantedPermissions): boolean {
  if (isOwner(actor)) return true;
  return (
    holdsFlags(actor, grants) &&
    Object.entries(grants.custom_permissions).every(([key, value]) => covers(customValue(actor, key), value))
  );
}

/** The actor holds every flag that is added. Flags that the role had before need not be held. */
function holdsFlags(actor: readonly RoleGrants[], given: Flags | undefined, before?: Flags): boolean {
  return permissionFlags.every((flag) => !given?.[flag] || before?.[flag] || actor.some((role) => role[flag]));
}
