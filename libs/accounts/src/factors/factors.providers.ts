import type { Provider, Type } from '@nestjs/common';
import { MfaSignInController } from './challenge/mfa-sign-in.controller';
import { MfaSignInService } from './challenge/mfa-sign-in.service';
import { SignInChallengesRepository } from './challenge/sign-in-challenges.repository';
import { SignInChallenges } from './challenge/sign-in-challenges.service';
import { FactorChanges } from './factor-changes.service';
import { FactorSet } from './factor-set';
import { FactorsMaintenance } from './factors-maintenance';
import { FactorsPersonalData } from './factors.personal-data';
import { MfaAttempts } from './mfa-attempts';
import { MfaController } from './mfa.controller';
import { MfaRequirement } from './mfa-requirement';
import { MfaService } from './mfa.service';
import { MFA_METHOD_VERIFIERS, type MfaMethodVerifier } from './mfa-method-verifier';
import { PasskeyVerifier } from './passkeys/passkey.verifier';
import { passkeyControllers, passkeyProviders } from './passkeys/passkeys.providers';
import { PasskeysRepository } from './passkeys/passkeys.repository';
import { RecoveryCodeVerifier } from './recovery-codes/recovery-code.verifier';
import { RecoveryCodes } from './recovery-codes/recovery-codes.service';
import { SECOND_FACTORS, type SecondFactor } from './second-factor';
import { SignInProofs } from './sign-in-proofs';
import { TotpController } from './totp/totp.controller';
import { TotpRepository } from './totp/totp.repository';
import { TotpService } from './totp/totp.service';
import { TotpVerifier } from './totp/totp.verifier';
import { TrustedDevices } from './trusted-devices/trusted-devices.service';
import { UserMfaController } from './user-mfa.controller';
import { UserMfaService } from './user-mfa.service';

export const factorControllers: Type[] = [
  MfaController,
  TotpController,
  MfaSignInController,
  UserMfaController,
  ...passkeyControllers,
];

export const factorProviders: Provider[] = [
  FactorSet,
  FactorChanges,
  SignInProofs,
  RecoveryCodes,
  RecoveryCodeVerifier,
  TotpRepository,
  TotpVerifier,
  TotpService,
  TrustedDevices,
  MfaRequirement,
  MfaAttempts,
  MfaService,
  UserMfaService,
  SignInChallenges,
  SignInChallengesRepository,
  MfaSignInService,
  FactorsPersonalData,
  FactorsMaintenance,
  ...passkeyProviders,
  {
    provide: SECOND_FACTORS,
    inject: [TotpRepository, PasskeysRepository],
    useFactory: (...factors: SecondFactor[]) => factors,
  },
  {
    provide: MFA_METHOD_VERIFIERS,
    inject: [TotpVerifier, PasskeyVerifier, RecoveryCodeVerifier],
    useFactory: (...verifiers: MfaMethodVerifier[]) => verifiers,
  },
];
