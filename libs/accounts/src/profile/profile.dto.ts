import { isNil, Rule, msg, type RuleResult } from '#platform';
import { ProfileChanges } from '#users';
import { CurrentPassword, NewPassword } from '../passwords/password.fields';

export class ProfileEdit extends ProfileChanges {
  @CurrentPassword({ optional: true, description: 'Required with `new_password`.' })
  @Rule('required', (value, body) => requiredWith(value, (body as ProfileEdit).new_password))
  current_password?: string | null;

  @NewPassword({ optional: true, description: 'Changes the password, and ends every other session.' })
  @Rule('required', (value, body) => requiredWith(value, (body as ProfileEdit).current_password))
  new_password?: string | null;
}

function requiredWith(value: unknown, other: unknown): RuleResult {
  return isNil(value) && !isNil(other) ? msg('faults.required.password_pair') : undefined;
}
