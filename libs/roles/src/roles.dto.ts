import type { CustomPermissionValue, RoleGrants } from '#auth';
import { ResponseField } from '#platform';
import { NO_FLAGS, WithPermissionFlags } from './permission-flags';

class RoleDtoFields {
  @ResponseField({ format: 'uuid', example: '0193543d-0000-7000-8000-000000000000' }) id: string;
  @ResponseField({ example: 'user' }) name: string;
  @ResponseField({ example: 'Everybody.' }) description: string;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) created_at: string;
  @ResponseField({ description: 'Higher outranks lower.', example: 0 }) priority: number;
  @ResponseField({
    description: 'Whether its holders can do nothing without a second factor but set one.',
    example: false,
  })
  require_mfa: boolean;
  @ResponseField({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] },
    example: { can_pin: true },
  })
  custom_permissions: Record<string, CustomPermissionValue>;
}

/** The same as `RoleGrants`: a role is the same in the database function, in events, in memory and on the wire. */
export class RoleDto
  extends WithPermissionFlags<RoleDtoFields, boolean>(RoleDtoFields, () =>
    ResponseField({ type: Boolean, example: false }),
  )
  implements RoleGrants
{
  @ResponseField({ description: 'Created by the service; can not be removed.', example: true }) is_system: boolean;
}

/** The permissions of the caller: every flag, and every custom permission. */
export const permissionsSchema = {
  type: 'object' as const,
  description: 'The caller’s current flags and custom permissions.',
  additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] },
  example: NO_FLAGS,
};
