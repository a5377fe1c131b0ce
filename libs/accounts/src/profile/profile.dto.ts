import { isNil, Rule } from '#platform';
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

function requiredWith(value: unknown, other: unknown): string | undefined {
  return isNil(value) && !isNil(other) ? 'The current and the new password go together.' : undefined;
}
