import { NewEmail, CurrentPassword, MailedToken } from '../accounts.fields';

export class EmailChange {
  @NewEmail({ description: 'The new address.' }) new_email: string;
  @CurrentPassword() password: string;
}

export class EmailConfirmation {
  @MailedToken() token: string;
}
