import { IdField, IdListField, ObjectField, ResponseField } from '#platform';
import { ExplainedPermissionDto, RoleEdit } from '#roles';
import type { CustomPermissionValue } from '#auth';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const moderator = '0193543d-0000-7000-8000-000000000050';
const value = { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }], nullable: true };

export const restrictions = ['banned', 'deactivated', 'email_not_verified', 'mfa_enrolment_required'] as const;
export type Restriction = (typeof restrictions)[number];

export class UserPermissionsDto {
  @ResponseField({
    enum: restrictions,
    isArray: true,
    description: 'What keeps the user from using the permissions now.',
    example: [],
  })
  restrictions: Restriction[];
  @ResponseField({ type: [ExplainedPermissionDto], description: 'Flags first, then custom permissions by name.' })
  permissions: ExplainedPermissionDto[];
}

/** A role as it would be. Omitted fields stay as they are. */
export class SimulatedRole extends RoleEdit {
  @IdField({ description: 'The role that would be edited.', example: moderator }) id: string;
}

export class PermissionSimulation {
  @IdField({ optional: true, description: 'The user whose roles are the starting point.', example: id })
  user_id?: string | null;

  @IdListField({
    optional: true,
    max: 64,
    description: 'The roles that would be held; without it those that the user has.',
    example: [moderator],
  })
  role_ids?: string[] | null;

  @ObjectField({ optional: true, type: SimulatedRole, description: 'A role that would be edited.', example: undefined })
  edited_role?: SimulatedRole | null;
}

export class PermissionChangeDto {
  @ResponseField({ example: 'can_ban_users' }) permission: string;
  @ResponseField({ ...value, description: '`null` if no role had a value.', example: false })
  before: CustomPermissionValue | null;
  @ResponseField({ ...value, description: '`null` if no role would have a value.', example: true })
  after: CustomPermissionValue | null;
}

export class SimulatedPermissionsDto {
  @ResponseField({ type: [ExplainedPermissionDto], description: 'As it is.' }) before: ExplainedPermissionDto[];
  @ResponseField({ type: [ExplainedPermissionDto], description: 'As it would be.' }) after: ExplainedPermissionDto[];
  @ResponseField({ type: [PermissionChangeDto], description: 'Where the value would be another one.' })
  changes: PermissionChangeDto[];
}
