import { FullName, Username } from '#users';
import { NewEmail } from './email/email.fields';
import { NewPassword } from './passwords/password.fields';

/** What makes an owner: the rules are those of a registration. */
export class CreateOwnerDto {
  @NewEmail() email: string;
  @Username() username: string;
  @FullName() full_name: string;
  @NewPassword() password: string;
}
