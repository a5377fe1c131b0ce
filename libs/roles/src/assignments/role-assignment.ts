import type { RoleGrants } from '#auth';

/** Where an assigned role holds. The whole platform is the only scope so far. */
export type RoleScope = 'platform';

export interface RoleAssignment {
  role: RoleGrants;
  scope: RoleScope;
}

/** The roles that hold in the scope. */
export const rolesInScope = (assignments: readonly RoleAssignment[], scope: RoleScope = 'platform'): RoleGrants[] =>
  assignments.filter((assignment) => assignment.scope === scope).map(({ role }) => role);
