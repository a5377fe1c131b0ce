import type { PermissionValue } from '#auth';
import { Flag, Text, Whole } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { customPermissionRules } from './custom-permissions';

/** As much as the column takes. How high somebody may go is for the hierarchy to say: `outranked`. */
const MAX_PRIORITY = 2 ** 31 - 1;

const Name = (optional: boolean) =>
  Text({ optional, max: 50, description: 'Unique without regard to case.', example: 'helper' });
const Description = () =>
  Text({
    optional: true,
    min: 0,
    max: 1000,
    multiline: true,
    description: 'What it is for.',
    example: 'Answers questions.',
  });
const Priority = () =>
  Whole({
    optional: true,
    min: 0,
    max: MAX_PRIORITY,
    description: 'Higher outranks lower; below your own.',
    example: 10,
  });
const Permission = (description: string) => Flag({ optional: true, description, example: false });
const CustomPermissions = () =>
  applyDecorators(
    // As it came: class-transformer drops keys that Object has too, such as `constructor`.
    Transform(({ obj }: { obj: RoleFields }) => obj.custom_permissions),
    ...customPermissionRules,
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'number' }, { type: 'string' }] },
      maxProperties: 64,
      description: 'At most 64 keys (`[a-z][a-z0-9_.:]{0,63}`, not one of the five flags). Replaced as a whole.',
      example: { can_pin: true },
    }),
  );

class RoleFields {
  @Description() description?: string | null;
  @Priority() priority?: number | null;
  @CustomPermissions() custom_permissions?: Record<string, PermissionValue> | null;
  @Permission('May keep conversations civil.') can_moderate?: boolean | null;
  @Permission('May run users.') can_manage_users?: boolean | null;
  @Permission('May run roles.') can_manage_roles?: boolean | null;
  @Permission('May delete the messages of others.') can_delete_messages?: boolean | null;
  @Permission('May ban users.') can_ban_users?: boolean | null;
}

export class NewRole extends RoleFields {
  @Name(false) name: string;
}

/** What is left out stays. */
export class RoleEdit extends RoleFields {
  @Name(true) name?: string | null;
}
