import { ResponseField } from '#platform';
import { PasskeyDto } from './passkeys/passkey.dto';

export class MfaDto {
  @ResponseField({ description: 'Whether an authenticator app is set up.', example: true }) totp: boolean;
  @ResponseField({ type: [PasskeyDto] }) passkeys: PasskeyDto[];
  @ResponseField({ description: 'Unused recovery codes.', example: 10 }) recovery_codes_left: number;
  @ResponseField({ description: 'Devices that need no second factor for a login now.', example: 0 })
  trusted_devices: number;
  @ResponseField({ description: 'Whether a role of the user requires a second factor.', example: false })
  required: boolean;
}

const example = ['k7m2-x9qf-4wab-8npt-c3zr-n6dj'];

export class RecoveryCodesDto {
  @ResponseField({ type: [String], example, description: 'Ten codes. They are shown only here.' })
  recovery_codes: string[];
}

export class TotpConfirmationDto {
  @ResponseField({
    type: [String],
    example,
    description: 'Ten codes where this is the first second factor, otherwise none. They are shown only here.',
  })
  recovery_codes: string[];
}
