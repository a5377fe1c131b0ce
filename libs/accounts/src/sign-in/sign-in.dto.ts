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
    max: 8192,
    description: 'Response to the challenge of 403 `challenge_required`. A response is accepted once.',
    example: undefined,
  })
  challenge_response?: string | null;

  @TextField({
    optional: true,
    max: 256,
    description:
      'The `known_device_token` of an earlier sign-in on this device. Wrong passwords from elsewhere do not delay it then.',
    example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…',
  })
  known_device_token?: string | null;
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
  @ApiProperty({ required: false })
  @TextField({
    max: 4096,
    description: 'The refresh token. Without it that of the cookie is used.',
    example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…',
  })
  refresh: string;

  @SessionTransportField() session?: SessionTransport | null;
}
