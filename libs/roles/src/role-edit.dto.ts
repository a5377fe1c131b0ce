import type { CustomPermissionValue } from '#auth';
import { PreserveKeys, BooleanField, TextField, IntegerField } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { customPermissionRules, MAX_KEYS, MAX_LEGACY_TEXT_LENGTH, MAX_TEXT_LENGTH } from './custom-permissions';
import { permissionFlagDescriptions, WithPermissionFlags } from './permission-flags';

/** The largest integer of the column. The hierarchy limits it further: `outranked`. */
const MAX_PRIORITY = 2 ** 31 - 1;

const Name = (optional: boolean) =>
  TextField({
    optional,
    max: 50,
    description: 'Unique without regard to case and to characters that look alike (UTS #39).',
    example: 'helper',
  });
const Description = () =>
  TextField({
    optional: true,
    min: 0,
    max: 1000,
    multiline: true,
    description: 'The purpose of the role.',
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
const CustomPermissions = (maxTextLength: number) =>
  applyDecorators(
    PreserveKeys(),
    ...customPermissionRules(maxTextLength),
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: {
        oneOf: [{ type: 'boolean' }, { type: 'number', minimum: 0 }, { type: 'string', maxLength: MAX_TEXT_LENGTH }],
      },
      maxProperties: MAX_KEYS,
      description:
        'At most 64 keys (`[a-z][a-z0-9_.:]{0,63}`, not one of the flags). Replaced as a whole. A permission is granted if its value is `true`, above 0 or not empty.',
      example: { can_pin: true },
    }),
  );

class RoleDetails {
  @Description() description?: string | null;
  @Priority() priority?: number | null;
  @BooleanField({
    optional: true,
    description: 'Whether its holders can do nothing without a second factor but set one.',
    example: false,
  })
  require_mfa?: boolean | null;
}

class RoleFields extends WithPermissionFlags<RoleDetails, boolean | null | undefined>(RoleDetails, (flag) =>
  BooleanField({ optional: true, description: permissionFlagDescriptions[flag].field, example: false }),
) {}

export class NewRole extends RoleFields {
  @Name(false) name: string;
  @CustomPermissions(MAX_TEXT_LENGTH) custom_permissions?: Record<string, CustomPermissionValue> | null;
}

/** A field that is left out keeps its value. */
export class RoleEdit extends RoleFields {
  @Name(true) name?: string | null;
  @CustomPermissions(MAX_LEGACY_TEXT_LENGTH) custom_permissions?: Record<string, CustomPermissionValue> | null;
}
