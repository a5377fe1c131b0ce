import { isNil, Rule } from '#platform';
import { Bio, FullName, Username } from '#users';
import { KnownPassword, NewPassword } from '../accounts.fields';

/** What is left out stays. */
export class ProfileEdit {
  @Username({ optional: true }) username?: string | null;
  @FullName({ optional: true }) full_name?: string | null;
  @Bio() bio?: string | null;

  @KnownPassword({ optional: true, description: 'Goes with `new_password`.' })
  @Rule('required', (value, body) => missingBeside(value, (body as ProfileEdit).new_password))
  current_password?: string | null;

  @NewPassword({ optional: true, description: 'Changes the password, and ends every other session.' })
  @Rule('required', (value, body) => missingBeside(value, (body as ProfileEdit).current_password))
  new_password?: string | null;
}

function missingBeside(value: unknown, other: unknown): string | undefined {
  return isNil(value) && !isNil(other) ? 'The current and the new password go together.' : undefined;
}
