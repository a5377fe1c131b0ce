import { nameKey, nameSkeletons } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { userProblems } from '../users.errors';
import { ReservedUsernames, usernameReservedProblem } from './reserved-usernames';

/** The same lock as in the trigger on `users`, so that a name is either held or taken. */
const LOCK = `SELECT pg_advisory_xact_lock(7204110, hashtext($1) & 1023)`;

/** Usernames of registrations that a job completes. */
@Injectable()
export class UsernameHolds {
  constructor(
    private readonly database: DataSource,
    private readonly reservedUsernames: ReservedUsernames,
  ) {}

  /** @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `username_taken` */
  async hold(manager: EntityManager, username: string): Promise<void> {
    if (this.reservedUsernames.includes(username)) throw usernameReservedProblem();
    const key = nameKey(username);
    const { skeleton, upperSkeleton } = nameSkeletons(username);
    await manager.query(LOCK, [key]);
    const held = await manager.query<unknown[]>(
      `INSERT INTO username_holds (username_key) SELECT $1 WHERE NOT EXISTS (
         SELECT FROM users WHERE username_key = $1 OR username_skeleton = $2 OR username_upper_skeleton = $3)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [key, skeleton, upperSkeleton],
    );
    if (held.length === 0) throw userProblems.username_taken();
  }

  /**
   * Ends the hold, so that the account can be created. The caller locks a user's row before, if any.
   * @returns false where a job before has completed the registration
   */
  async release(manager: EntityManager, username: string): Promise<boolean> {
    const key = nameKey(username);
    await manager.query(LOCK, [key]);
    const [rows] = await manager.query<[unknown[], number]>(
      'DELETE FROM username_holds WHERE username_key = $1 AND user_id IS NULL RETURNING 1',
      [key],
    );
    return rows.length === 1;
  }

  /** After `release`: keeps the name for the user alone, for as long as the account exists. */
  async keepFor(manager: EntityManager, username: string, userId: string): Promise<void> {
    await manager.query('INSERT INTO username_holds (username_key, user_id) VALUES ($1, $2)', [
      nameKey(username),
      userId,
    ]);
  }

  /** Holds whose job was given up. */
  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      "DELETE FROM username_holds WHERE user_id IS NULL AND created_at < now() - interval '30 days'",
    );
    return deleted;
  }
}
