import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { fold } from './identifiers/fold';
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

  /** @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `email_taken`, `username_taken` */
  async create(
    manager: EntityManager,
    { email, username, fullName, bio, passwordHash, emailVerified, mayBeReserved }: NewUser,
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
      fullNameKey: fold(fullName),
      bio: bio ?? '',
      avatar: null,
      passwordHash,
      dateJoined: new Date(),
      lastSeen: null,
      bannedAt: null,
      bannedUntil: null,
      banReason: null,
      deactivatedAt: null,
    });
    await taken(manager.insert(User, user));
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

  /** User, password hash and roles by e-mail address, in one statement. */
  credentialsByEmail(email: string): Promise<Credentials | undefined> {
    return this.credentials((query) => ofAddress(query, email));
  }

  credentialsById(id: string): Promise<Credentials | undefined> {
    return this.credentials((query) => query.where('user.id = :id', { id }));
  }

  /**
   * Locks the row for the rest of the transaction, if nothing that a sign-in was decided on has changed meanwhile: the
   * same password, no ban, not deactivated. A stale hash is replaced on the way. The push token is locked as well, in
   * the same statement: two people who sign in on one phone come one after the other.
   */
  async lockForSignIn(
    manager: EntityManager,
    { user: { id }, passwordHash }: Credentials,
    { rehashed, pushToken }: { rehashed?: string; pushToken?: string | null },
  ): Promise<boolean> {
    const unchanged =
      'id = $1 AND password_hash = $2 AND (banned_at IS NULL OR banned_until <= now()) AND deactivated_at IS NULL';
    const locks = 'id, pg_advisory_xact_lock(hashtextextended($3, 0))';
    const rows = rehashed
      ? (
          await manager.query(`UPDATE users SET password_hash = $4 WHERE ${unchanged} RETURNING ${locks}`, [
            id,
            passwordHash,
            pushToken,
            rehashed,
          ])
        )[0]
      : await manager.query(`SELECT ${locks} FROM users WHERE ${unchanged} FOR NO KEY UPDATE`, [
          id,
          passwordHash,
          pushToken,
        ]);
    return rows.length === 1;
  }

  /** Whether the password is still the one that was confirmed. The caller has locked the user's row. */
  async hasStill(manager: EntityManager, { user: { id }, passwordHash }: Credentials): Promise<boolean> {
    return manager.existsBy(User, { id, passwordHash });
  }

  /** @returns whether it was still the old hash: of two changes at once, one wins */
  async changePassword(manager: EntityManager, id: string, oldHash: string, newHash: string): Promise<boolean> {
    const { affected } = await manager.update(User, { id, passwordHash: oldHash }, { passwordHash: newHash });
    return affected === 1;
  }

  async setPassword(manager: EntityManager, id: string, passwordHash: string): Promise<void> {
    await manager.update(User, { id }, { passwordHash });
  }

  /** @returns whether it is (still) the user's address */
  async markEmailVerified(manager: EntityManager, id: string, email: string): Promise<boolean> {
    const { affected } = await manager.update(User, { id, emailKey: In(emailKeys(email)) }, { emailVerified: true });
    return affected === 1;
  }

  /** @throws {Problem} 409 `email_taken` */
  async changeEmail(manager: EntityManager, id: string, email: string): Promise<void> {
    await taken(manager.update(User, { id }, { email, emailKey: emailKey(email), emailVerified: true }));
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
      ...(fullName !== undefined && { fullName, fullNameKey: fold(fullName) }),
      ...(bio !== undefined && { bio }),
    };
    if (Object.keys(changes).length === 0) return;
    if (username !== undefined && this.reserved.has(username) && !(await this.isNamed(manager, id, username)))
      throw usernameReserved();
    const { affected } = await taken(manager.update(User, { id }, changes));
    if (affected === 0) throw userProblems.user_not_found();
  }

  private isNamed(manager: EntityManager, id: string, username: string): Promise<boolean> {
    return manager.existsBy(User, { id, usernameKey: usernameKey(username) });
  }

  /** @returns the avatar that was there before */
  async setAvatar(id: string, avatar: string | null): Promise<string | null> {
    return this.database.transaction(async (manager) => {
      const user = await manager.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!user) throw userProblems.user_not_found();
      await manager.update(User, { id }, { avatar });
      return user.avatar;
    });
  }

  private async credentials(
    which: (query: SelectQueryBuilder<User>) => SelectQueryBuilder<User>,
  ): Promise<Credentials | undefined> {
    const found = await this.withRoles((query) => which(query).addSelect('user.passwordHash'));
    return found && { ...found, passwordHash: found.user.passwordHash };
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
