import { isNil, Rule, TextField } from '#platform';
import { Bio, FullName, Username } from '#users';
import { DeviceFields, Email, KnownEmail, MailedToken, NewPassword } from '../accounts.fields';

export class Registration extends DeviceFields {
  @Email() email: string;
  @Username() username: string;
  @NewPassword() password: string;

  @TextField({
    optional: true,
    min: 0,
    max: 4096,
    anyCharacter: true,
    format: 'password',
    description: 'The password again; if sent, it must be the same.',
    example: 'securepass123',
    rules: [
      Rule('password_mismatch', (value, body) =>
        !isNil(value) && value !== (body as Registration).password ? 'The two passwords differ.' : undefined,
      ),
    ],
  })
  password2?: string | null;

  @FullName() full_name: string;
  @Bio() bio?: string | null;
}

export class EmailVerification {
  @MailedToken() token: string;
}

export class VerificationRequest {
  @KnownEmail({ optional: true }) email?: string | null;
}
