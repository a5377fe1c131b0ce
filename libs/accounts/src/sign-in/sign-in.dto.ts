import { TextField } from '#platform';
import { AccountEmail } from '../email/email.fields';
import { CurrentPassword } from '../passwords/password.fields';
import { DeviceFields } from './device.fields';

export class Login extends DeviceFields {
  @AccountEmail() email: string;
  @CurrentPassword() password: string;
}

export class RefreshRequest {
  // Long enough for an access token sent by mistake: the answer is 401 then, not 400.
  @TextField({ max: 4096, description: 'The refresh token.', example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…' })
  refresh: string;
}
