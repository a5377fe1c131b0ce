import type { CustomPermissionValue } from '#auth';
import { ResponseField } from '#platform';
import type { ExplainedPermission } from './permission-explanation';

const value = { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] };

export class PermissionSourceDto {
  @ResponseField({ format: 'uuid', example: '0193543d-0000-7000-8000-000000000050' }) role_id: string;
  @ResponseField({ example: 'moderator' }) role: string;
  @ResponseField({ example: 50 }) priority: number;
  @ResponseField({ ...value, description: 'What this role says.', example: true }) value: CustomPermissionValue;
  @ResponseField({ description: '`false` if a role of higher priority hides this value.', example: true })
  decides: boolean;
}

export class ExplainedPermissionDto {
  @ResponseField({ description: 'A flag or a custom permission.', example: 'can_ban_users' }) permission: string;
  @ResponseField({ ...value, description: 'The value that counts.', example: true }) value: CustomPermissionValue;
  @ResponseField({ description: 'Whether the value is `true`, above 0 or not empty.', example: true })
  granted: boolean;
  @ResponseField({ type: [PermissionSourceDto], description: 'The roles that it comes from; by falling priority.' })
  sources: PermissionSourceDto[];
}

export const toExplainedPermissionDto = (explained: ExplainedPermission): ExplainedPermissionDto => ({
  permission: explained.permission,
  value: explained.value,
  granted: explained.granted,
  sources: explained.sources.map(({ role, value, decides }) => ({
    role_id: role.id,
    role: role.name,
    priority: role.priority,
    value,
    decides,
  })),
});
