import { FullName, Username } from '#users';
import { NewEmail, NewPassword } from './accounts.fields';

/** What makes an owner: the rules are those of a registration. */
export class OwnerDetails {
  @NewEmail() email: string;
  @Username() username: string;
  @FullName() full_name: string;
  @NewPassword() password: string;
}
