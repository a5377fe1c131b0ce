import { BooleanField, ChoiceField, ResponseField, TextField } from '#platform';
import { type SessionTransport, SessionTransportField } from '#sessions';
import { SignInResultDto } from '../../accounts.dto';
import { mfaProofMethods, type MfaProofMethod } from '../mfa-method-verifier';
import { Assertion, MfaCode, RequiredFor } from '../mfa.fields';

export class MfaLogin {
  @TextField({
    // Long enough for another token sent by mistake: the answer is 401 then, not 400.
    max: 4096,
    description: 'From the answer `mfa_required` of the login.',
    example: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM',
  })
  mfa_token: string;

  @ChoiceField({ values: mfaProofMethods, description: 'How the second factor is proved.', example: 'totp' })
  method: MfaProofMethod;

  @RequiredFor('totp', 'recovery_code')
  @MfaCode({ optional: true, description: 'For `totp` and `recovery_code`.' })
  code?: string | null;

  @RequiredFor('webauthn')
  @Assertion()
  assertion?: object | null;

  @BooleanField({
    optional: true,
    description:
      'Ask for a `trusted_device_token`, with which the next logins on this device need no second factor. Without ' +
      'effect where `MFA_TRUSTED_DEVICE_TTL` is 0, or a role of the user requires a second factor.',
    example: false,
  })
  trust_device?: boolean | null;

  @SessionTransportField() session?: SessionTransport | null;
}

export class MfaSignInResultDto extends SignInResultDto {
  @ResponseField({
    required: false,
    description: 'Keep it as you keep the refresh token, and send it with the next login of this user.',
    example: 'mC3tJ9dK0xQwE5rT7yUiOpLkJhGfDsAzXcVbNm12345',
  })
  trusted_device_token?: string;
}
