import { TextField } from '#platform';
import { AccountEmail } from '../email/email.fields';
import { CurrentPassword } from '../passwords/password.fields';
import { DeviceFields } from './device.fields';

export class Login extends DeviceFields {
  @AccountEmail() email: string;
  @CurrentPassword() password: string;
  @TextField({
    optional: true,
    max: 512,
    description: 'From an earlier login with a second factor; this one then needs none.',
    example: 'mC3tJ9dK0xQwE5rT7yUiOpLkJhGfDsAzXcVbNm12345',
  })
  trusted_device_token?: string | null;
}

export class RefreshRequest {
  // Long enough for an access token sent by mistake: the answer is 401 then, not 400.
  @TextField({ max: 4096, description: 'The refresh token.', example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…' })
  refresh: string;
}
