import type { PermissionValue } from '#auth';
import { PreserveKeys, BooleanField, TextField, IntegerField } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { customPermissionRules, KEPT_TEXT, MAX_KEYS, MAX_TEXT } from './custom-permissions';

/** As much as the column takes. How high somebody may go is for the hierarchy to say: `outranked`. */
const MAX_PRIORITY = 2 ** 31 - 1;

const Name = (optional: boolean) =>
  TextField({ optional, max: 50, description: 'Unique without regard to case.', example: 'helper' });
const Description = () =>
  TextField({
    optional: true,
    min: 0,
    max: 1000,
    multiline: true,
    description: 'What it is for.',
    example: 'Answers questions.',
  });
const Priority = () =>
  IntegerField({
    optional: true,
    min: 0,
    max: MAX_PRIORITY,
    description: 'Higher outranks lower; below your own.',
    example: 10,
  });
const Permission = (description: string) => BooleanField({ optional: true, description, example: false });
const CustomPermissions = (maxText: number) =>
  applyDecorators(
    PreserveKeys(),
    ...customPermissionRules(maxText),
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: {
        oneOf: [{ type: 'boolean' }, { type: 'number', minimum: 0 }, { type: 'string', maxLength: MAX_TEXT }],
      },
      maxProperties: MAX_KEYS,
      description:
        'At most 64 keys (`[a-z][a-z0-9_.:]{0,63}`, not one of the five flags). Replaced as a whole. ' +
        'A permission holds where its value is `true`, above 0 or not empty.',
      example: { can_pin: true },
    }),
  );

class RoleFields {
  @Description() description?: string | null;
  @Priority() priority?: number | null;
  @Permission('May keep conversations civil.') can_moderate?: boolean | null;
  @Permission('May run users.') can_manage_users?: boolean | null;
  @Permission('May run roles.') can_manage_roles?: boolean | null;
  @Permission('May delete the messages of others.') can_delete_messages?: boolean | null;
  @Permission('May ban users.') can_ban_users?: boolean | null;
}

export class NewRole extends RoleFields {
  @Name(false) name: string;
  @CustomPermissions(MAX_TEXT) custom_permissions?: Record<string, PermissionValue> | null;
}

/** What is left out stays. */
export class RoleEdit extends RoleFields {
  @Name(true) name?: string | null;
  @CustomPermissions(KEPT_TEXT) custom_permissions?: Record<string, PermissionValue> | null;
}
