import { Email, KnownPassword, MailedToken } from '../accounts.fields';

export class EmailChange {
  @Email({ description: 'The new address.' }) new_email: string;
  @KnownPassword() password: string;
}

export class EmailConfirmation {
  @MailedToken() token: string;
}
