import type { PermissionValue, RoleGrants } from '#auth';
import { ResponseField } from '#platform';
import type { Role } from './role.entity';

export class RoleDto implements RoleGrants {
  @ResponseField({ format: 'uuid', example: '0193543d-0000-7000-8000-000000000000' }) id: string;
  @ResponseField({ example: 'user' }) name: string;
  @ResponseField({ example: 'Everybody.' }) description: string;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) created_at: string;
  @ResponseField({ description: 'Higher outranks lower.', example: 0 }) priority: number;
  @ResponseField({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] },
    example: { can_pin: true },
  })
  custom_permissions: Record<string, PermissionValue>;
  @ResponseField({ example: false }) can_moderate: boolean;
  @ResponseField({ example: false }) can_manage_users: boolean;
  @ResponseField({ example: false }) can_manage_roles: boolean;
  @ResponseField({ example: false }) can_delete_messages: boolean;
  @ResponseField({ example: false }) can_ban_users: boolean;
  @ResponseField({ description: 'Made by the service; can not be removed.', example: true }) is_system: boolean;
}

/** Permissions as they now hold for the caller: the five flags, and every custom one. */
export const permissionsSchema = {
  type: 'object' as const,
  description: 'The five flags, and every custom permission, as they now hold for the caller.',
  additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] },
  example: {
    can_moderate: false,
    can_manage_users: false,
    can_manage_roles: false,
    can_delete_messages: false,
    can_ban_users: false,
  },
};

/** A row as the wire, events and memory have it; `role_grants()` in the database does the same. */
export function grantsOf(role: Role): RoleGrants {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    created_at: role.createdAt.toISOString(),
    priority: role.priority,
    custom_permissions: role.customPermissions,
    can_moderate: role.can_moderate,
    can_manage_users: role.can_manage_users,
    can_manage_roles: role.can_manage_roles,
    can_delete_messages: role.can_delete_messages,
    can_ban_users: role.can_ban_users,
    is_system: role.isSystem,
  };
}

export function toRoleDto(role: RoleGrants): RoleDto {
  return {
    id: role.id,
    name: role.name,
    description: role.description,
    created_at: role.created_at,
    priority: role.priority,
    custom_permissions: role.custom_permissions,
    can_moderate: role.can_moderate,
    can_manage_users: role.can_manage_users,
    can_manage_roles: role.can_manage_roles,
    can_delete_messages: role.can_delete_messages,
    can_ban_users: role.can_ban_users,
    is_system: role.is_system,
  };
}
