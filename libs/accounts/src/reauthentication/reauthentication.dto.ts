import { ChoiceField, isNil, ResponseField, Rule, TextField, msg } from '#platform';
import { type SessionTransport, SessionTransportField } from '#sessions';
import { mfaProofMethods, type MfaProofMethod } from '../factors/mfa-method-verifier';
import { Assertion, MfaCode, RequiredFor } from '../factors/mfa.fields';
import { CurrentPassword } from '../passwords/password.fields';

export class Reauthentication {
  @Rule('required', (password, { method }: Partial<Reauthentication>) =>
    isNil(password) && isNil(method) ? msg('faults.required.proof') : undefined,
  )
  @Rule('ambiguous', (password, { method }: Partial<Reauthentication>) =>
    !isNil(password) && !isNil(method) ? msg('faults.ambiguous.proof') : undefined,
  )
  @CurrentPassword({ optional: true })
  password?: string | null;

  @ChoiceField({
    optional: true,
    values: mfaProofMethods,
    description: 'Instead of the password: how a second factor is proved.',
    example: undefined,
  })
  method?: MfaProofMethod | null;

  @RequiredFor('totp', 'recovery_code')
  @MfaCode({ optional: true, description: 'For `totp` and `recovery_code`.' })
  code?: string | null;

  @RequiredFor('webauthn')
  @Assertion()
  assertion?: object | null;

  @RequiredFor('webauthn')
  @TextField({
    optional: true,
    max: 2048,
    description: 'For `webauthn`: from `POST /api/reauthenticate/options`.',
    example: undefined,
  })
  challenge_id?: string | null;

  @SessionTransportField() session?: SessionTransport | null;
}

export class ReauthenticationOptionsDto {
  @ResponseField({
    description: 'Goes into `challenge_id`; once, within 5 minutes.',
    example: 'qk3vTz6xLcPaE9dGfUoSh4tQwM',
  })
  challenge_id: string;

  @ResponseField({
    selfRequired: true,
    type: 'object',
    additionalProperties: true,
    description: 'A `PublicKeyCredentialRequestOptionsJSON`.',
    example: { challenge: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM' },
  })
  webauthn_options?: object;
}
