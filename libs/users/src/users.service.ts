import { databaseClock, prepared } from '#platform';
import { pushTokenLockSql } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { emailKey, emailLookupKeys } from './identifiers/keys';
import { ReservedUsernames, usernameReservedProblem } from './identifiers/reserved-usernames';
import { emptyProfile, type NewProfile, toProfileColumns } from './profile/profile.fields';
import { User } from './user.entity';
import { userColumns, USERS_WITH_ROLES, whereEmailSql } from './user-queries';
import { userProblems, withUniqueProblems } from './users.errors';

export interface NewUser extends NewProfile {
  email: string;
  passwordHash: string;
  emailVerified?: boolean;
  /** For an account that an operator creates. */
  allowReservedUsername?: boolean;
}

export interface UserWithRoles {
  user: User;
  roleIds: string[];
}

/** Creates, finds and locks users. */
@Injectable()
export class UsersService {
  private readonly columns: string;

  constructor(
    private readonly database: DataSource,
    private readonly reservedUsernames: ReservedUsernames,
  ) {
    this.columns = userColumns(database);
  }

  /**
   * @param pushToken is locked in the same statement, for the session that is created with the account
   * @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `email_taken`, `username_taken`
   */
  async create(
    manager: EntityManager,
    { email, passwordHash, emailVerified, allowReservedUsername, ...profile }: NewUser,
    pushToken: string | null = null,
  ): Promise<User> {
    if (!allowReservedUsername && this.reservedUsernames.includes(profile.username)) throw usernameReservedProblem();
    const user = manager.create(User, {
      id: uuid(),
      email,
      emailKey: emailKey(email),
      emailVerified: emailVerified ?? false,
      ...emptyProfile,
      ...toProfileColumns(profile),
      avatar: null,
      passwordHash,
      credentialVersion: 0,
      mfaMethods: [],
      dateJoined: databaseClock.date(),
      lastSeen: null,
      bannedAt: null,
      bannedUntil: null,
      banReason: null,
      deactivatedAt: null,
    });
    const insertion = manager.createQueryBuilder().insert().into(User).values(user).updateEntity(false);
    await withUniqueProblems(
      insertion.returning(pushTokenLockSql(':pushToken::text')).setParameters({ pushToken }).execute(),
    );
    return user;
  }

  /** @throws {Problem} 404 `user_not_found` */
  async findById(id: string, manager: EntityManager = this.database.manager): Promise<User> {
    const statement = prepared('find_user', `SELECT ${this.columns} FROM users WHERE id = $1`);
    const [row] = await manager.query<object[]>(statement, [id]);
    if (!row) throw userProblems.user_not_found();
    return Object.assign(new User(), row);
  }

  /** Those that exist, in no order. */
  findByIds(ids: string[], manager: EntityManager = this.database.manager): Promise<User[]> {
    return manager.findBy(User, { id: In(ids) });
  }

  /** @throws {Problem} 404 `user_not_found` */
  async findWithRoles(id: string): Promise<UserWithRoles> {
    const statement = prepared(
      'find_user_with_roles',
      `SELECT ${this.columns}, claims.role_ids FROM ${USERS_WITH_ROLES} WHERE users.id = $1`,
    );
    const [row] = await this.database.query<(object & { role_ids: string[] })[]>(statement, [id]);
    if (!row) throw userProblems.user_not_found();
    const { role_ids: roleIds, ...columns } = row;
    return { user: Object.assign(new User(), columns), roleIds };
  }

  findByEmail(email: string, manager: EntityManager = this.database.manager): Promise<User | undefined> {
    return this.find(manager, whereEmailSql('$1'), emailLookupKeys(email));
  }

  /** The user of the mailbox, whatever the spelling of the address; of two from before, the one that keeps the mailbox. */
  findByMailbox(email: string): Promise<User | null> {
    return this.database.manager.findOneBy(User, { emailKey: emailKey(email) });
  }

  /** Locks the row until the transaction ends. */
  async lockById(manager: EntityManager, id: string): Promise<User | undefined> {
    return this.find(manager, 'id = $1 FOR NO KEY UPDATE', id);
  }

  /** Locks the row of the user who has the address now, until the transaction ends. */
  async lockByEmail(manager: EntityManager, email: string): Promise<User | undefined> {
    return this.find(manager, `${whereEmailSql('$1')} FOR NO KEY UPDATE`, emailLookupKeys(email));
  }

  private async find(manager: EntityManager, where: string, value: string | string[]): Promise<User | undefined> {
    const [row] = await manager.query<object[]>(`SELECT ${this.columns} FROM users WHERE ${where}`, [value]);
    return row && Object.assign(new User(), row);
  }
}
