import { covers, customValue, holdsEverything, type PermissionFlag, permissionFlags, type RoleGrants } from '#auth';

/**
 * The hierarchy, in one place. Nobody touches a user or a role that does not stand below them, makes a role at or
 * above themselves, gives anybody, themselves included, a permission that they do not hold. What somebody
 * holds is the guards' word: `holds` and `covers` of `#auth`. Owners alone may also touch owners: otherwise nobody could
 * ever take the role back.
 */

/** What of a role matters here. */
export type GrantedPermissions = Pick<RoleGrants, PermissionFlag | 'priority' | 'custom_permissions'>;
type Flags = Pick<RoleGrants, PermissionFlag>;

export const isOwner = (roles: readonly RoleGrants[]): boolean => roles.some(holdsEverything);

/** The highest priority; who has no role stands below everybody. */
export const highestPriority = (roles: readonly RoleGrants[]): number =>
  Math.max(-1, ...roles.map(({ priority }) => priority));

export function mayManageUser(actor: readonly RoleGrants[], target: readonly RoleGrants[]): boolean {
  return isOwner(actor) || highestPriority(target) < highestPriority(actor);
}

/** Edit, remove, give or take it. */
export function mayManageRole(actor: readonly RoleGrants[], role: Pick<RoleGrants, 'priority'>): boolean {
  return isOwner(actor) || role.priority < highestPriority(actor);
}

/** A role with these grants may come into being by this actor's hand. */
export function mayCreate(actor: readonly RoleGrants[], grants: GrantedPermissions): boolean {
  return grants.priority < highestPriority(actor) && holdsAllPermissions(actor, grants);
}

/** The role may be given to somebody. */
export function mayAssign(actor: readonly RoleGrants[], role: RoleGrants): boolean {
  return mayManageRole(actor, role) && holdsAllPermissions(actor, role);
}

/**
 * @param after what becomes of the role; nothing where it is removed
 * @param holders the other roles of each who holds it, as far as they share a key with it or are the owners'
 */
export function mayChange(
  actor: readonly RoleGrants[],
  before: RoleGrants,
  after: RoleGrants | undefined,
  holders: readonly (readonly RoleGrants[])[],
): boolean {
  if (!mayManageRole(actor, before) || (after && after.priority >= highestPriority(actor))) return false;
  if (isOwner(actor)) return true;
  const keys = Object.keys({ ...before.custom_permissions, ...after?.custom_permissions });
  const gainsNothing = (others: readonly RoleGrants[]) =>
    isOwner(others) || exposesOnlyHeldValues(actor, [...others, before], after ? [...others, after] : others, keys);
  return holdsFlags(actor, after, before) && [[], ...holders].every(gainsNothing);
}

/** Who loses a role may see the value of another one come through. */
export function mayUnassign(actor: readonly RoleGrants[], role: RoleGrants, had: readonly RoleGrants[]): boolean {
  if (!mayManageRole(actor, role)) return false;
  const has = had.filter(({ id }) => id !== role.id);
  return isOwner(actor) || exposesOnlyHeldValues(actor, had, has, Object.keys(role.custom_permissions));
}

/** Of each key the value that somebody has now is covered by the one that they had, or by the actor's own. */
function exposesOnlyHeldValues(
  actor: readonly RoleGrants[],
  had: readonly RoleGrants[],
  has: readonly RoleGrants[],
  keys: readonly string[],
): boolean {
  return keys.every((key) => {
    const now = customValue(has, key);
    return covers(customValue(had, key), now) || covers(customValue(actor, key), now);
  });
}

function holdsAllPermissions(actor: readonly RoleGrants[], grants: GrantedPermissions): boolean {
  if (isOwner(actor)) return true;
  return (
    holdsFlags(actor, grants) &&
    Object.entries(grants.custom_permissions).every(([key, value]) => covers(customValue(actor, key), value))
  );
}

/** Of the flags that are given; what was given before need not be held by who edits the rest. */
function holdsFlags(actor: readonly RoleGrants[], given: Flags | undefined, before?: Flags): boolean {
  return permissionFlags.every((flag) => !given?.[flag] || before?.[flag] || actor.some((role) => role[flag]));
}
