import type { Provider } from '@nestjs/common';
import { FactorChanges } from './factor-changes.service';
import { FactorSet } from './factor-set';
import { MFA_METHOD_VERIFIERS, type MfaMethodVerifier } from './mfa-method-verifier';
import { NoPasskeys, PasskeyList } from './passkey-list';
import { RecoveryCodeVerifier } from './recovery-codes/recovery-code.verifier';
import { RecoveryCodes } from './recovery-codes/recovery-codes.service';
import { SECOND_FACTORS, type SecondFactor } from './second-factor';
import { SignInProofs } from './sign-in-proofs';
import { TotpRepository } from './totp/totp.repository';
import { TotpVerifier } from './totp/totp.verifier';

export const factorProviders: Provider[] = [
  FactorSet,
  FactorChanges,
  SignInProofs,
  RecoveryCodes,
  RecoveryCodeVerifier,
  TotpRepository,
  TotpVerifier,
  { provide: PasskeyList, useClass: NoPasskeys },
  {
    provide: SECOND_FACTORS,
    inject: [TotpRepository],
    useFactory: (...factors: SecondFactor[]) => factors,
  },
  {
    provide: MFA_METHOD_VERIFIERS,
    inject: [TotpVerifier, RecoveryCodeVerifier],
    useFactory: (...verifiers: MfaMethodVerifier[]) => verifiers,
  },
];
