import { TextField } from '#platform';
import { type SessionTransport, SessionTransportField } from '#sessions';
import { ApiProperty } from '@nestjs/swagger';
import { AccountEmail } from '../email/email.fields';
import { CurrentPassword } from '../passwords/password.fields';
import { DeviceFields } from './device.fields';

export class Login extends DeviceFields {
  @AccountEmail() email: string;
  @CurrentPassword() password: string;

  @TextField({
    optional: true,
    max: 256,
    description:
      'The `known_device_token` of an earlier sign-in on this device. Wrong passwords from elsewhere do not delay it then.',
    example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…',
  })
  known_device_token?: string | null;
}

export class RefreshRequest {
  // Long enough for an access token sent by mistake: the answer is 401 then, not 400.
  @ApiProperty({ required: false })
  @TextField({
    max: 4096,
    description: 'The refresh token. Without it that of the cookie is used.',
    example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…',
  })
  refresh: string;

  @SessionTransportField() session?: SessionTransport | null;
}
