import type { Permissions } from '#auth';
import { isNil, ResponseField, Rule, msg, type RuleResult } from '#platform';
import { permissionsSchema } from '#roles';
import { OwnProfileDto, ProfileChanges } from '#users';
import { CurrentPassword, NewPassword } from '../passwords/password.fields';

export class ProfileEdit extends ProfileChanges {
  @CurrentPassword({ optional: true, description: 'Required with `new_password`.' })
  @Rule('required', (value, body) => requiredWith(value, (body as ProfileEdit).new_password))
  current_password?: string | null;

  @NewPassword({ optional: true, description: 'Changes the password, and ends every other session.' })
  @Rule('required', (value, body) => requiredWith(value, (body as ProfileEdit).current_password))
  new_password?: string | null;
}

/** With what a client needs that was reloaded, and has no answer to a sign-in. */
export class ProfileDto extends OwnProfileDto {
  @ResponseField(permissionsSchema) permissions: Permissions;
}

function requiredWith(value: unknown, other: unknown): RuleResult {
  return isNil(value) && !isNil(other) ? msg('faults.required.password_pair') : undefined;
}
