import { AccountEmail } from '../email/email.fields';
import { MailedToken } from '../one-time-tokens/mailed-token.field';
import { CurrentPassword, NewPassword } from './password.fields';

export class PasswordChange {
  @CurrentPassword() current_password: string;
  @NewPassword() new_password: string;
}

export class ForgotPasswordRequest {
  @AccountEmail() email: string;
}

export class PasswordReset {
  @MailedToken() token: string;
  @NewPassword() new_password: string;
}
