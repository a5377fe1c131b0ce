import type { AvatarFolder } from './avatars/avatar-folder';

export interface ImportOptions {
  /** Distinguishes several systems of one kind. */
  system: string;
  /** Nothing is written. */
  dryRun: boolean;
  /** What an address counts as where the system does not say; without it that is a fault. */
  assumeVerified?: boolean;
  /** Who has a username that is taken or not allowed gets another one. */
  rename: boolean;
  allowOwner: boolean;
  /** Names of roles in the other system and here; `null` for those that are left out. */
  roleMap: ReadonlyMap<string, string | null>;
  /** Where the pictures are that the records name; none is imported without it. */
  avatars?: AvatarFolder;
}
