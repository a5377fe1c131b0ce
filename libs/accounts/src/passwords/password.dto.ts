import { KnownEmail, KnownPassword, MailedToken, NewPassword } from '../accounts.fields';

export class PasswordChange {
  @KnownPassword() current_password: string;
  @NewPassword() new_password: string;
}

export class ForgotPasswordRequest {
  @KnownEmail() email: string;
}

export class PasswordReset {
  @MailedToken() token: string;
  @NewPassword() new_password: string;
}
