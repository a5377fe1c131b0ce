import { isNil, Rule, TextField, msg } from '#platform';
import { FullName, type ProfileField, Username, WithProfileDetails } from '#users';
import { NewEmail, AccountEmail } from '../email/email.fields';
import { MailedToken } from '../one-time-tokens/mailed-token.field';
import { NewPassword } from '../passwords/password.fields';
import { DeviceFields } from '../sign-in/device.fields';

class RequiredRegistration extends DeviceFields {
  @NewEmail() email: string;
  @Username() username: string;
  @NewPassword() password: string;

  @TextField({
    optional: true,
    min: 0,
    max: 4096,
    anyCharacter: true,
    format: 'password',
    description: 'The password again; if sent, it must match.',
    example: 'securepass123',
    rules: [
      Rule('password_mismatch', (value, body) =>
        !isNil(value) && value !== (body as RequiredRegistration).password
          ? msg('faults.password_mismatch')
          : undefined,
      ),
    ],
  })
  password2?: string | null;

  @FullName() full_name: string;

  @MailedToken({
    optional: true,
    example: undefined,
    description:
      'The token of an invitation; needed where `REGISTRATION` is `invite`. The address is verified with it.',
  })
  invitation_token?: string | null;
}

export class Registration extends WithProfileDetails(RequiredRegistration) {}

/** What becomes the account. */
export type AccountDetails = Pick<Registration, 'email' | ProfileField>;

export class EmailVerification {
  @MailedToken() token: string;
}

export class VerificationRequest {
  @AccountEmail({ optional: true }) email?: string | null;
}
