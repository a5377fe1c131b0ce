import { TextField } from '#platform';
import { DeviceFields, KnownEmail, KnownPassword } from '../accounts.fields';

export class Login extends DeviceFields {
  @KnownEmail() email: string;
  @KnownPassword() password: string;
}

export class RefreshRequest {
  // Long enough for an access token sent by mistake, which then is told what it is not.
  @TextField({ max: 4096, description: 'The refresh token.', example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…' })
  refresh: string;
}
