import { holdsPermission, type RoleGrants } from '#auth';
import { mayAssign, mayManageUser } from '#roles';

/**
 * The inviter may do the same to the new account as by registering it and then assigning the role.
 * @param role beside the default role; nothing where there is none
 */
export function mayInvite(
  inviter: readonly RoleGrants[],
  role: RoleGrants | undefined,
  defaultRole: RoleGrants,
): boolean {
  if (!holdsPermission(inviter, 'can_manage_users')) return false;
  return role === undefined || (mayManageUser(inviter, [defaultRole]) && mayAssign(inviter, role));
}
