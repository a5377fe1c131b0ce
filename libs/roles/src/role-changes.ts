import type { RoleGrants } from '#auth';
import type { RoleEdit } from './role-edit.dto';
import type { RoleChanges } from './roles.repository';

/** A field that is left out or `null` keeps its value. */
export function withoutAbsent(fields: Partial<RoleEdit>): RoleChanges {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as RoleChanges;
}

/** The role as it is after the edit. */
export const withRoleEdit = (role: RoleGrants, edit: Partial<RoleEdit>): RoleGrants => ({
  ...role,
  ...withoutAbsent(edit),
});
