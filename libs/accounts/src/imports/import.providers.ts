import { AccountChecks } from './account-checks';
import { AccountImport } from './account-import.service';
import { CandidateFactory } from './candidate.factory';
import { ImportedAccounts } from './imported-accounts.repository';
import { RoleMapping } from './role-mapping';

export const importProviders = [AccountImport, CandidateFactory, AccountChecks, ImportedAccounts, RoleMapping];
