import { BreachedPasswordList } from './breached-passwords/breached-password-list.entity';
import { BreachedPasswordSegment } from './breached-passwords/breached-password-segment.entity';
import { SignInChallenge } from './factors/challenge/sign-in-challenge.entity';
import { PasskeyChallenge } from './factors/passkeys/passkey-challenge.entity';
import { Passkey } from './factors/passkeys/passkey.entity';
import { RecoveryCode } from './factors/recovery-codes/recovery-code.entity';
import { TotpSecret } from './factors/totp/totp-secret.entity';
import { TrustedDevice } from './factors/trusted-devices/trusted-device.entity';
import { ImportedAccount } from './imports/imported-account.entity';
import { Invitation } from './invitations/invitation.entity';
import { OwnerSetupToken } from './setup/owner-setup-token.entity';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity';

export const accountsEntities = [
  OneTimeToken,
  OwnerSetupToken,
  Invitation,
  ImportedAccount,
  BreachedPasswordList,
  BreachedPasswordSegment,
  TotpSecret,
  RecoveryCode,
  SignInChallenge,
  TrustedDevice,
  Passkey,
  PasskeyChallenge,
];
