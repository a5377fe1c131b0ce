import { Text } from '#platform';
import { DeviceFields, AccountEmail, CurrentPassword } from '../accounts.fields';

export class Login extends DeviceFields {
  @AccountEmail() email: string;
  @CurrentPassword() password: string;
}

export class RefreshRequest {
  // Long enough for an access token sent by mistake, which then is told what it is not.
  @Text({ max: 4096, description: 'The refresh token.', example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…' })
  refresh: string;
}
