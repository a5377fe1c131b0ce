import { AccountEmail, CurrentPassword, MailedToken, NewPassword } from '../accounts.fields';

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
