import { OneTimeTokens1763856005000 } from './1763856005000-one-time-tokens';
import { OneTimeTokenVersion1764200003001 } from './1764200003001-one-time-token-version';
import { EmailChangeSession1764200008000 } from './1764200008000-email-change-session';
import { BreachedPasswords1764200020000 } from './1764200020000-breached-passwords';
import { SecondFactors1795731203000 } from './1795731203000-second-factors';
import { Passkeys1795733000000 } from './1795733000000-passkeys';
import { Invitations1795731301000 } from './1795731301000-invitations';
import { OwnerSetup1795745004000 } from './1795745004000-owner-setup';
import { ImportedAccounts1795751500000 } from './1795751500000-imported-accounts';

export const accountsMigrations = [
  OneTimeTokens1763856005000,
  OneTimeTokenVersion1764200003001,
  EmailChangeSession1764200008000,
  BreachedPasswords1764200020000,
  SecondFactors1795731203000,
  Passkeys1795733000000,
  Invitations1795731301000,
  OwnerSetup1795745004000,
  ImportedAccounts1795751500000,
];

export { OneTimeTokenVersion1764200003001 };
