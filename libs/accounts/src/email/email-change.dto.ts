import { NewEmail } from './email.fields';
import { MailedToken } from '../one-time-tokens/mailed-token.field';
import { CurrentPassword } from '../passwords/password.fields';

export class EmailChange {
  @NewEmail({ description: 'The new address.' }) new_email: string;
  @CurrentPassword() password: string;
}

export class EmailConfirmation {
  @MailedToken() token: string;
}
