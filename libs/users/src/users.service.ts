import { Injectable } from '@nestjs/common';
import { pushTokenLockSql } from '#sessions';
import { DataSource, type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { caselessKey } from './identifiers/caseless-key';
import { emailKey, emailKeys, usernameKey } from './identifiers/keys';
import { ReservedUsernames, usernameReserved } from './identifiers/reserved-usernames';
import { User } from './user.entity';
import { takenProblem, userProblems } from './users.errors';

export interface NewUser {
  email: string;
  username: string;
  fullName: string;
  bio?: string | null;
  passwordHash: string;
  emailVerified?: boolean;
  /** An operator's own account may have any name. */
  mayBeReserved?: boolean;
}

/** What sign-in needs to know. */
export interface Credentials {
  user: User;
  roleIds: string[];
  passwordHash: string;
  /** Of the credentials that a proof is about; see `User.credentialVersion`. */
  version: number;
}

@Injectable()
export class UsersService {
  /** Those that everybody may select, by the names of the entity. */
  private readonly columns: string;

  constructor(
    private readonly database: DataSource,
    private readonly reserved: ReservedUsernames,
  ) {
    this.columns = database
      .getMetadata(User)
      .columns.filter(({ isSelect }) => isSelect)
      .map(({ databaseName, propertyName }) => `"${databaseName}" AS "${propertyName}"`)
      .join(', ');
  }

  /**
   * @param pushToken is locked as well, in the same statement, for the session that starts with the account
   * @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `email_taken`, `username_taken`
   */
  async create(
    manager: EntityManager,
    { email, username, fullName, bio, passwordHash, emailVerified, mayBeReserved }: NewUser,
    pushToken: string | null = null,
  ): Promise<User> {
    if (!mayBeReserved && this.reserved.has(username)) throw usernameReserved();
    const user = manager.create(User, {
      id: uuid(),
      email,
      emailKey: emailKey(email),
      emailVerified: emailVerified ?? false,
      username: username.normalize('NFKC'),
      usernameKey: usernameKey(username),
      fullName,
      fullNameKey: caselessKey(fullName),
      bio: bio ?? '',
      avatar: null,
      passwordHash,
      credentialVersion: 0,
      dateJoined: new Date(),
      lastSeen: null,
      bannedAt: null,
      bannedUntil: null,
      banReason: null,
      deactivatedAt: null,
    });
    const insertion = manager.createQueryBuilder().insert().into(User).values(user).updateEntity(false);
    await taken(insertion.returning(pushTokenLockSql(':pushToken::text')).setParameters({ pushToken }).execute());
    return user;
  }

  /** By text and not `findOneBy`, which makes its statement anew each time, for a third of what a profile costs. */
  async find(id: string, manager: EntityManager = this.database.manager): Promise<User> {
    const [row] = await manager.query<object[]>(`SELECT ${this.columns} FROM users WHERE id = $1`, [id]);
    if (!row) throw userProblems.user_not_found();
    return Object.assign(new User(), row);
  }

  /** Those of them that there are, in no order. */
  findAll(ids: string[], manager: EntityManager = this.database.manager): Promise<User[]> {
    return manager.findBy(User, { id: In(ids) });
  }

  async findWithRoles(id: string): Promise<{ user: User; roleIds: string[] }> {
    const found = await this.withRoles((query) => query.where('user.id = :id', { id }));
    if (!found) throw userProblems.user_not_found();
    return found;
  }

  findByEmail(email: string, manager: EntityManager = this.database.manager): Promise<User | null> {
    return ofAddress(manager.createQueryBuilder(User, 'user'), email).getOne();
  }

  /** Who has the mailbox, however the address is written; of two accounts from before the one that keeps it. */
  findByMailbox(email: string): Promise<User | null> {
    return this.database.manager.findOneBy(User, { emailKey: emailKey(email) });
  }

  /** User, password hash and roles by e-mail address, in one statement. */
  credentialsByEmail(email: string): Promise<Credentials | undefined> {
    return this.credentials((query) => ofAddress(query, email));
  }

  credentialsById(id: string): Promise<Credentials | undefined> {
    return this.credentials((query) => query.where('user.id = :id', { id }));
  }

  /** The row, locked until the transaction ends. */
  async lock(manager: EntityManager, id: string): Promise<User | undefined> {
    return (await this.locked(manager, 'id = $1', id))[0];
  }

  /** Whose address it is in this moment, locked until the transaction ends. */
  async lockByEmail(manager: EntityManager, email: string): Promise<User | undefined> {
    return (
      await this.locked(
        manager,
        'email_key = ANY ($1) ORDER BY array_position($1::text[], email_key) LIMIT 1',
        emailKeys(email),
      )
    )[0];
  }

  /**
   * Locks the row for the rest of the transaction, if nothing that a sign-in was decided on has changed meanwhile: the
   * same credentials, no ban, not deactivated. A stale hash is replaced on the way, unless another sign-in was faster. The
   * push token is locked as well, after the row: two people who sign in on one phone come one after the other.
   */
  async lockForSignIn(
    manager: EntityManager,
    { user: { id }, passwordHash, version }: Credentials,
    { rehashed, pushToken }: { rehashed?: string; pushToken?: string | null },
  ): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `WITH holder AS MATERIALIZED (
         SELECT id FROM users
         WHERE id = $1 AND credential_version = $2 AND (banned_at IS NULL OR banned_until <= now())
           AND deactivated_at IS NULL
         FOR NO KEY UPDATE
       ), rehashed AS (
         UPDATE users SET password_hash = $4::text FROM holder
         WHERE users.id = holder.id AND password_hash = $5 AND $4::text IS NOT NULL
       )
       SELECT id, ${pushTokenLockSql('$3')} FROM holder`,
      [id, version, pushToken ?? null, rehashed ?? null, passwordHash],
    );
    return rows.length === 1;
  }

  /** Whether the credentials are still those that were proven. The caller has locked the user's row. */
  async hasStill(manager: EntityManager, { user: { id }, version }: Credentials): Promise<boolean> {
    return manager.existsBy(User, { id, credentialVersion: version });
  }

  /**
   * Whatever was proven with the credentials before holds no more. A new address is verified.
   * @throws {Problem} 409 `email_taken`
   */
  async changeCredential(
    manager: EntityManager,
    id: string,
    change: { passwordHash: string } | { email: string },
  ): Promise<void> {
    const changes =
      'email' in change ? { email: change.email, emailKey: emailKey(change.email), emailVerified: true } : change;
    await taken(manager.update(User, { id }, { ...changes, credentialVersion: () => 'credential_version + 1' }));
  }

  /** @returns whether it is new; the caller has made sure that it is the user's address */
  async markEmailVerified(manager: EntityManager, id: string): Promise<boolean> {
    const { affected } = await manager.update(User, { id, emailVerified: false }, { emailVerified: true });
    return affected === 1;
  }

  /**
   * Whose name became reserved may keep it.
   * @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `username_taken`, 404 `user_not_found` where
   * the account went meanwhile
   */
  async editProfile(
    manager: EntityManager,
    id: string,
    { username, fullName, bio }: { username?: string; fullName?: string; bio?: string },
  ): Promise<void> {
    const names =
      username === undefined ? {} : { username: username.normalize('NFKC'), usernameKey: usernameKey(username) };
    const changes = {
      ...names,
      ...(fullName !== undefined && { fullName, fullNameKey: caselessKey(fullName) }),
      ...(bio !== undefined && { bio }),
    };
    if (Object.keys(changes).length === 0) return;
    if (username !== undefined && this.reserved.has(username) && !(await this.isNamed(manager, id, username)))
      throw usernameReserved();
    const { affected } = await taken(manager.update(User, { id }, changes));
    if (affected === 0) throw userProblems.user_not_found();
  }

  /** The caller has locked the row. @returns the avatar that was there before */
  async setAvatar(manager: EntityManager, id: string, avatar: string | null): Promise<string | null> {
    const user = await this.find(id, manager);
    await manager.update(User, { id }, { avatar });
    return user.avatar;
  }

  private isNamed(manager: EntityManager, id: string, username: string): Promise<boolean> {
    return manager.existsBy(User, { id, usernameKey: usernameKey(username) });
  }

  private async credentials(
    which: (query: SelectQueryBuilder<User>) => SelectQueryBuilder<User>,
  ): Promise<Credentials | undefined> {
    const found = await this.withRoles((query) =>
      which(query).addSelect(['user.passwordHash', 'user.credentialVersion']),
    );
    return found && { ...found, passwordHash: found.user.passwordHash, version: found.user.credentialVersion };
  }

  private async locked(manager: EntityManager, condition: string, value: string | string[]): Promise<User[]> {
    const rows = await manager.query<object[]>(
      `SELECT ${this.columns} FROM users WHERE ${condition} FOR NO KEY UPDATE`,
      [value],
    );
    return rows.map((row) => Object.assign(new User(), row));
  }

  private async withRoles(
    which: (query: SelectQueryBuilder<User>) => SelectQueryBuilder<User>,
  ): Promise<{ user: User; roleIds: string[] } | undefined> {
    const query = this.database
      .createQueryBuilder(User, 'user')
      .innerJoin('token_claims', 'claims', 'claims.user_id = user.id')
      .addSelect('claims.role_ids', 'role_ids');
    const { entities, raw } = await which(query).getRawAndEntities<{ role_ids: string[] }>();
    return entities[0] && { user: entities[0], roleIds: raw[0]!.role_ids };
  }
}

/** Of two that one address finds, the one that has just this. */
function ofAddress(query: SelectQueryBuilder<User>, email: string): SelectQueryBuilder<User> {
  const keys = emailKeys(email);
  return query
    .where('user.emailKey IN (:...keys)', { keys })
    .orderBy('array_position(ARRAY[:...keys]::text[], "user".email_key)');
}

async function taken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw takenProblem(error) ?? error;
  }
}
