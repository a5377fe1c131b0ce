import type { RoleGrants } from '#auth';
import type { Problem } from '#platform';
import { isOwner, mayAssign, mayManageUser, mayUnassign, roleProblems } from '#roles';
import { userProblems } from '../../users.errors';
import { adminProblems } from '../admin.errors';
import { MAX_ROLES } from '../user-roles.service';
import type { BulkActionName } from './bulk-actions';

export interface BulkTarget {
  roles: readonly RoleGrants[];
  isBanned: boolean;
}

export interface BulkSituation {
  action: BulkActionName;
  actorId: string;
  actorRoles: readonly RoleGrants[];
  /** Of `add_role` and `remove_role`. */
  role?: RoleGrants;
  /** Owners who can act, as they are before the user's turn. */
  activeOwners: ReadonlySet<string>;
}

export type BulkDecision = { problem: Problem } | { problem?: undefined; changes: boolean };

/** What the service answers that does it. @param target `undefined` where there is no such user */
export function decide(situation: BulkSituation, userId: string, target: BulkTarget | undefined): BulkDecision {
  const { action, actorId, actorRoles } = situation;
  if (userId === actorId && (action === 'ban' || action === 'delete'))
    return { problem: selfProblem(situation, action) };
  if (!target) return { problem: userProblems.user_not_found() };
  if (!mayManageUser(actorRoles, target.roles)) return { problem: roleProblems.outranked() };
  switch (action) {
    case 'ban':
    case 'delete':
      return isLastOwner(situation, userId, target) ? { problem: roleProblems.last_owner() } : { changes: true };
    case 'unban':
      return { changes: target.isBanned };
    case 'end_sessions':
      return { changes: true };
    case 'add_role':
      return decideAdding(situation.role!, actorRoles, target);
    case 'remove_role':
      return decideRemoving(situation, userId, target);
  }
}

/** Whether the action ends the user's being an owner who can act. */
export const takesOwner = ({ action, role }: BulkSituation): boolean =>
  action === 'ban' || action === 'delete' || (action === 'remove_role' && isOwner([role!]));

function selfProblem({ actorId, actorRoles, activeOwners }: BulkSituation, action: 'ban' | 'delete'): Problem {
  if (isOwner(actorRoles) && !hasOther(activeOwners, actorId)) return roleProblems.last_owner();
  return action === 'ban' ? adminProblems.cannot_ban_yourself() : adminProblems.cannot_delete_yourself();
}

function decideAdding(role: RoleGrants, actorRoles: readonly RoleGrants[], { roles }: BulkTarget): BulkDecision {
  if (!mayAssign(actorRoles, role)) return { problem: roleProblems.outranked() };
  if (roles.some(({ id }) => id === role.id)) return { changes: false };
  return roles.length >= MAX_ROLES ? { problem: adminProblems.too_many_roles() } : { changes: true };
}

function decideRemoving(situation: BulkSituation, userId: string, target: BulkTarget): BulkDecision {
  const role = situation.role!;
  if (!mayUnassign(situation.actorRoles, role, target.roles)) return { problem: roleProblems.outranked() };
  if (isOwner([role]) && isLastOwner(situation, userId, target)) return { problem: roleProblems.last_owner() };
  return { changes: target.roles.some(({ id }) => id === role.id) };
}

const isLastOwner = ({ activeOwners }: BulkSituation, userId: string, { roles }: BulkTarget) =>
  isOwner(roles) && !hasOther(activeOwners, userId);

const hasOther = (owners: ReadonlySet<string>, userId: string) => owners.size > (owners.has(userId) ? 1 : 0);
