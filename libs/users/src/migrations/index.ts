import { Users1763856001000 } from './1763856001000-users';
import { CredentialVersion1764200003000 } from './1764200003000-credential-version';
import { MailboxKeys1764200006000 } from './1764200006000-mailbox-keys';
import { UsernameSkeletons1764201000000 } from './1764201000000-username-skeletons';
import { MfaMethods1795731200000 } from './1795731200000-mfa-methods';
import { UsernameHolds1795731300000 } from './1795731300000-username-holds';
import { UnverifiedUsers1795734001000 } from './1795734001000-unverified-users';
import { UserFilters1795745000000 } from './1795745000000-user-filters';
import { UserNotes1795745003000 } from './1795745003000-user-notes';

export { CredentialVersion1764200003000, MailboxKeys1764200006000, UsernameSkeletons1764201000000 };

export const usersMigrations = [
  Users1763856001000,
  CredentialVersion1764200003000,
  MailboxKeys1764200006000,
  UsernameSkeletons1764201000000,
  MfaMethods1795731200000,
  UsernameHolds1795731300000,
  UnverifiedUsers1795734001000,
  UserFilters1795745000000,
  UserNotes1795745003000,
];
