import { AccountChecks } from './account-checks';
import { AccountImport } from './account-import.service';
import { AvatarLoader } from './avatars/avatar-loader.service';
import { BatchImport } from './batch-import.service';
import { CandidateFactory } from './candidate.factory';
import { ImportedAccounts } from './imported-accounts.repository';
import { RoleMapping } from './role-mapping';

export const importProviders = [
  AccountImport,
  BatchImport,
  CandidateFactory,
  AccountChecks,
  ImportedAccounts,
  RoleMapping,
  AvatarLoader,
];
