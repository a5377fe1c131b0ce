import { hasSignedInFromSql, isSessionOfSql, pushTokenLockSql } from '#sessions';
import { prepared } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { emailKey, emailLookupKeys } from '../identifiers/keys';
import { type MfaMethod, User } from '../user.entity';
import { userColumns, USERS_WITH_ROLES, whereEmailSql } from '../user-queries';
import type { UserWithRoles } from '../users.service';
import { withUniqueProblems } from '../users.errors';

/** What sign-in and password checks need. */
export interface Credentials extends UserWithRoles {
  passwordHash: string;
  /** `User.credentialVersion` at the time of the read. */
  version: number;
  mfaMethods: MfaMethod[];
}

/** Where a sign-in comes from. */
export interface SignInOrigin {
  /** A session that the client's device had. */
  sessionId?: string;
  /** Of its address; see `siteNetwork`. */
  network: string;
}

export interface SignInCredentials extends Credentials {
  /** Whether the origin's session is one of the user's. */
  isKnownDevice: boolean;
  /** Whether the user has signed in from the origin's network lately. */
  isKnownNetwork: boolean;
}

@Injectable()
export class UserCredentialsService {
  private readonly columns: string;

  constructor(private readonly database: DataSource) {
    this.columns = `${userColumns(database, ['passwordHash', 'credentialVersion'])}, claims.role_ids`;
  }

  async findByEmail(email: string, { sessionId, network }: SignInOrigin): Promise<SignInCredentials | undefined> {
    const statement = prepared(
      'find_credentials_by_email',
      `SELECT ${this.columns}, ${isSessionOfSql('users.id', '$2::uuid')} AS is_known_device,
              ${hasSignedInFromSql('users.id', '$3')} AS is_known_network
       FROM ${USERS_WITH_ROLES} WHERE ${whereEmailSql('$1')}`,
    );
    const parameters = [emailLookupKeys(email), sessionId ?? null, network];
    const [row] = await this.database.query<OriginRow[]>(statement, parameters);
    if (!row) return undefined;
    const { is_known_device: isKnownDevice, is_known_network: isKnownNetwork, ...rest } = row;
    return { ...toCredentials(rest), isKnownDevice, isKnownNetwork };
  }

  async findById(id: string): Promise<Credentials | undefined> {
    const statement = `SELECT ${this.columns} FROM ${USERS_WITH_ROLES} WHERE users.id = $1`;
    const [row] = await this.database.query<CredentialsRow[]>(prepared('find_credentials', statement), [id]);
    return row && toCredentials(row);
  }

  /**
   * Locks the row for the rest of the transaction, if the facts that the sign-in is based on are unchanged: the same
   * credentials and second factors, no ban, not deactivated. An outdated hash is replaced, unless another sign-in has replaced it. The push
   * token is locked after the row: two users who sign in on one phone are serialized.
   */
  async lockForSignIn(
    manager: EntityManager,
    { user: { id }, passwordHash, version, mfaMethods }: Credentials,
    { rehashed, pushToken }: { rehashed?: string; pushToken?: string | null },
  ): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      prepared(
        'lock_for_sign_in',
        `WITH holder AS MATERIALIZED (
         SELECT id FROM users
         WHERE id = $1 AND credential_version = $2 AND (banned_at IS NULL OR banned_until <= now())
           AND deactivated_at IS NULL AND mfa_methods = $6
         FOR NO KEY UPDATE
       ), rehashed AS (
         UPDATE users SET password_hash = $4::text FROM holder
         WHERE users.id = holder.id AND password_hash = $5 AND $4::text IS NOT NULL
       )
       SELECT id, ${pushTokenLockSql('$3')} FROM holder`,
      ),
      [id, version, pushToken ?? null, rehashed ?? null, passwordHash, mfaMethods],
    );
    return rows.length === 1;
  }

  /** Whether neither password nor e-mail address has changed since the read. The caller has locked the user's row. */
  async areCurrent(manager: EntityManager, { user: { id }, version }: Credentials): Promise<boolean> {
    return manager.existsBy(User, { id, credentialVersion: version });
  }

  /**
   * Increments the version, which invalidates earlier proofs. A new address is verified.
   * @throws {Problem} 409 `email_taken`
   */
  async change(
    manager: EntityManager,
    id: string,
    change: { passwordHash: string } | { email: string },
  ): Promise<void> {
    const changes =
      'email' in change ? { email: change.email, emailKey: emailKey(change.email), emailVerified: true } : change;
    const update = { ...changes, credentialVersion: () => 'credential_version + 1' };
    await withUniqueProblems(manager.update(User, { id }, update));
  }

  /** The caller has made sure that it is the user's address. @returns whether it was unverified before */
  async markEmailVerified(manager: EntityManager, id: string): Promise<boolean> {
    const { affected } = await manager.update(User, { id, emailVerified: false }, { emailVerified: true });
    return affected === 1;
  }
}

/** With the columns of a user. */
interface CredentialsRow {
  role_ids: string[];
}

interface OriginRow extends CredentialsRow {
  is_known_device: boolean;
  is_known_network: boolean;
}

function toCredentials({ role_ids: roleIds, ...columns }: CredentialsRow): Credentials {
  const user = Object.assign(new User(), columns);
  return {
    user,
    roleIds,
    passwordHash: user.passwordHash,
    version: user.credentialVersion,
    mfaMethods: user.mfaMethods,
  };
}
