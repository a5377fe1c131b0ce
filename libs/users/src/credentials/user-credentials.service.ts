import { hasSignedInFromSql, isSessionOfSql, pushTokenLockSql } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { emailKey } from '../identifiers/keys';
import { type MfaMethod, User } from '../user.entity';
import { findOneWithRoles, type UserWithRoles, whereEmail, whereId } from '../user-queries';
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
  constructor(private readonly database: DataSource) {}

  async findByEmail(email: string, { sessionId, network }: SignInOrigin): Promise<SignInCredentials | undefined> {
    const found = await this.find<{ known_device: boolean; known_network: boolean }>((query) =>
      whereEmail(email)(query)
        .addSelect(isSessionOfSql('user.id', ':sessionId::uuid'), 'known_device')
        .addSelect(hasSignedInFromSql('user.id', ':network'), 'known_network')
        .setParameters({ sessionId: sessionId ?? null, network }),
    );
    return found && { ...found, isKnownDevice: found.raw.known_device, isKnownNetwork: found.raw.known_network };
  }

  findById(id: string): Promise<Credentials | undefined> {
    return this.find(whereId(id));
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

  private async find<Raw>(
    refine: (query: SelectQueryBuilder<User>) => SelectQueryBuilder<User>,
  ): Promise<(Credentials & { raw: Raw }) | undefined> {
    const found = await findOneWithRoles<Raw>(this.database, (query) =>
      refine(query).addSelect(['user.passwordHash', 'user.credentialVersion']),
    );
    if (!found) return undefined;
    const { passwordHash, credentialVersion, mfaMethods } = found.user;
    return { ...found, passwordHash, version: credentialVersion, mfaMethods };
  }
}
