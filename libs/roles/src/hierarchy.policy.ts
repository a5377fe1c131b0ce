import {
  holdsEverything,
  type PermissionFlag,
  permissionFlags,
  permissionsOf,
  type PermissionValue,
  type RoleGrants,
} from '#auth';

/**
 * The hierarchy, in one place. Nobody touches a user or a role that does not stand below them, makes a role at or
 * above themselves, hands out what they do not hold, or rises by their own doing. Owners alone may also touch owners:
 * otherwise nobody could ever take the role back.
 */

/** What of a role matters here. */
export type Grants = Pick<RoleGrants, PermissionFlag | 'priority' | 'custom_permissions'>;

export const isOwner = (roles: readonly RoleGrants[]): boolean => roles.some(holdsEverything);

/** The highest priority; who has no role stands below everybody. */
export const rankOf = (roles: readonly RoleGrants[]): number => Math.max(-1, ...roles.map(({ priority }) => priority));

export function mayTouchUser(actor: readonly RoleGrants[], target: readonly RoleGrants[]): boolean {
  return isOwner(actor) || rankOf(target) < rankOf(actor);
}

/** Edit, remove, give or take it. */
export function mayTouchRole(actor: readonly RoleGrants[], role: Pick<RoleGrants, 'priority'>): boolean {
  return isOwner(actor) || role.priority < rankOf(actor);
}

/** A role with these grants may come into being by this actor's hand. */
export function mayMake(actor: readonly RoleGrants[], grants: Grants): boolean {
  return grants.priority < rankOf(actor) && holdsAllOf(actor, grants);
}

/** The role may be given to somebody. */
export function mayGive(actor: readonly RoleGrants[], role: RoleGrants): boolean {
  return mayTouchRole(actor, role) && holdsAllOf(actor, role);
}

/** @param after what becomes of the role; nothing where it is removed */
export function mayChange(actor: readonly RoleGrants[], before: RoleGrants, after: RoleGrants | undefined): boolean {
  if (!mayTouchRole(actor, before)) return false;
  if (after && !mayMake(actor, { ...after, ...newGrants(before, after) })) return false;
  return !raisesActor(actor, before, after);
}

/** What stays as it was need not be held by who edits the rest. */
function newGrants(before: RoleGrants, after: RoleGrants): Pick<Grants, PermissionFlag | 'custom_permissions'> {
  const flags = Object.fromEntries(permissionFlags.map((flag) => [flag, after[flag] && !before[flag]]));
  const added = Object.entries(after.custom_permissions).filter(
    ([key, value]) => before.custom_permissions[key] !== value,
  );
  return { ...(flags as Record<PermissionFlag, boolean>), custom_permissions: Object.fromEntries(added) };
}

/** Who holds the role that they edit may see a value of another role come through. */
function raisesActor(actor: readonly RoleGrants[], before: RoleGrants, after: RoleGrants | undefined): boolean {
  if (isOwner(actor) || !actor.some(({ id }) => id === before.id)) return false;
  const changed = actor.flatMap((role) => (role.id !== before.id ? [role] : after ? [after] : []));
  const now = permissionsOf(actor, actor);
  return Object.entries(permissionsOf(changed, changed)).some(([key, value]) => !covers(now[key], value));
}

function holdsAllOf(
  actor: readonly RoleGrants[],
  grants: Pick<Grants, PermissionFlag | 'custom_permissions'>,
): boolean {
  if (isOwner(actor)) return true;
  const own = permissionsOf(actor, actor);
  return (
    permissionFlags.every((flag) => own[flag] || !grants[flag]) &&
    Object.entries(grants.custom_permissions).every(([key, value]) => covers(own[key], value))
  );
}

/** Who has 10 may give 5; who has `"gold"` may give exactly that; nothing (false, 0, "") may be given by all. */
function covers(own: PermissionValue | undefined, value: PermissionValue): boolean {
  if (!value || own === value) return true;
  return typeof own === 'number' && typeof value === 'number' && value <= own;
}
