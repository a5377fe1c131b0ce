import { databaseClock } from '#platform';
import { UserImports } from '#users';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AccountChecks, type CheckedAccount } from './account-checks';
import { avatarPath } from './avatars/avatar-path';
import { derivedUsernames } from './derived-usernames';
import type { Candidate } from './import-candidate';
import { ImportError } from './import.error';
import type { ImportOptions } from './import-options';
import type { ImportNote, ImportResult } from './import-result';
import { ImportedAccounts } from './imported-accounts.repository';
import { RoleMapping } from './role-mapping';
import type { RecordFault, SourceAccount, SourceRecord } from './source-account';

/** Makes of a record what can be stored, or says what is wrong with it. No statement is needed for it. */
@Injectable()
export class CandidateFactory {
  constructor(
    private readonly checks: AccountChecks,
    private readonly users: UserImports,
    private readonly imported: ImportedAccounts,
    private readonly roleMapping: RoleMapping,
  ) {}

  /** @throws {ImportError} where an account needs an option */
  async make(record: SourceRecord, options: ImportOptions): Promise<Candidate | ImportResult> {
    if ('skipped' in record) return { line: record.line, outcome: 'skip' };
    if ('faults' in record) return { line: record.line, id: record.id, outcome: 'refuse', faults: record.faults };

    const { account } = record;
    const { line, id } = account;
    const key = this.imported.keyOf(options.system, id);
    const names = await this.names(account, key, options);
    if ('faults' in names) return { line, id, outcome: 'refuse', faults: names.faults };

    const { checked, usernames } = names;
    const picture = options.avatars && avatarPath(account.avatar);
    return {
      line,
      sourceId: id,
      key,
      user: {
        id: uuid(),
        email: checked.email,
        emailVerified: isVerified(account, options),
        username: checked.username,
        fullName: checked.full_name,
        bio: checked.bio ?? '',
        locale: checked.locale ?? null,
        passwordHash: account.passwordHash,
        dateJoined: account.dateJoined ?? databaseClock.date(),
        lastSeen: account.lastSeen ?? null,
        deactivatedAt: account.isDisabled ? databaseClock.date() : null,
        avatar: null,
      },
      names: usernames.map(({ username, isGiven }) => ({
        username,
        isGiven,
        keys: this.users.keysOf(checked.email, username),
      })),
      roles: this.roleMapping.map(account.roles, options),
      notes: notesOf(account, picture),
      picture,
      warnings: [],
    };
  }

  /** The account's own username, and others where there is none or another may be given. */
  private async names(account: SourceAccount, key: string, { rename }: ImportOptions) {
    const own = ownUsername(account);
    const others = derivedUsernames(account.fullName, key).map((username) => ({ username, isGiven: true }));
    const mayGive = own === undefined || rename;
    const checked = await this.checks.check(account, own ?? others[0]!.username);
    const faults = [...(Array.isArray(checked) ? checked : []), ...this.reserved(own)];
    if (faults.length === 0) {
      const names = own === undefined ? [] : [{ username: (checked as CheckedAccount).username, isGiven: false }];
      return { checked: checked as CheckedAccount, usernames: [...names, ...(mayGive ? this.allowed(others) : [])] };
    }
    // Only the username is wrong, and it may be another one.
    if (!mayGive || own === undefined || faults.some(({ field }) => field !== 'username')) return { faults };
    const usernames = this.allowed(others);
    const again = await this.checks.check(account, usernames[0]!.username);
    return Array.isArray(again) ? { faults: again } : { checked: again, usernames };
  }

  private allowed<Name extends { username: string }>(names: Name[]): Name[] {
    return names.filter(({ username }) => !this.users.isReserved(username));
  }

  private reserved(username: string | undefined): RecordFault[] {
    return username !== undefined && username.length <= 400 && this.users.isReserved(username)
      ? [{ field: 'username', code: 'username_reserved', message: 'The username is reserved.' }]
      : [];
  }
}

/** Some systems let people use their address as a username. Ours are shown to everyone, so it is none. */
function ownUsername({ username, email }: SourceAccount): string | undefined {
  return username?.toLowerCase() === email.toLowerCase() ? undefined : username;
}

function isVerified({ emailVerified, line }: SourceAccount, { assumeVerified }: ImportOptions): boolean {
  const verified = emailVerified ?? assumeVerified;
  if (verified === undefined)
    throw new ImportError(
      `line ${line} does not say whether the address is verified: give --assume verified or --assume unverified.`,
    );
  return verified;
}

function notesOf({ passwordHash, avatar }: SourceAccount, picture: string | undefined): ImportNote[] {
  return [
    ...(passwordHash === '' ? [{ code: 'no_password' as const }] : []),
    ...(avatar === undefined || picture !== undefined ? [] : [{ code: 'avatar_not_imported' as const }]),
  ];
}
