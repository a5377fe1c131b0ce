import { databaseClock, hashOfToken, newToken } from '#platform';
import { userProblems } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import {
  maxActiveOneTimeTokens,
  oneTimeTokenLifetimes,
  OneTimeToken,
  type OneTimeTokenPurpose,
} from './one-time-token.entity';

/** A claim whose process died is free again after this; a hash takes far less. */
const CLAIM_TIMEOUT = "interval '30 s'";

/**
 * The user's row is locked before the token's, as the deletion of an account does: the other order would deadlock. A
 * statement of its own, so that the next one sees what was committed while it waited: sessions are revoked under the same
 * lock.
 */
const LOCK_OWNER = `SELECT 1 FROM users JOIN one_time_tokens token ON token.user_id = users.id
  WHERE token.hash = $1 FOR NO KEY UPDATE OF users`;

/**
 * Whether the token still proves what it was issued for: the address that it went to is the user's (the one of
 * `change_email` is to become it), and the credentials are the same. Verifying an address needs no password, so a change
 * of the password does not matter to it. The session that asked for `change_email` must not have been revoked by its owner,
 * an admin or a ban. A logout or a new sign-in on the device does not matter.
 */
const STILL_VALID = `user_id = holder.id AND hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > now()
  AND (purpose = 'change_email' OR one_time_tokens.email = holder.email)
  AND (purpose = 'verify_email' OR one_time_tokens.credential_version = holder.credential_version)
  AND NOT EXISTS (
    SELECT FROM sessions WHERE sessions.id = one_time_tokens.session_id
      AND revoked_at IS NOT NULL AND revoked_reason NOT IN ('logout', 'replaced', 'evicted'))`;

const columns =
  'hash, purpose, user_id AS "userId", one_time_tokens.email, expires_at AS "expiresAt", used_at AS "usedAt"';

export interface OneTimeTokenRecipient {
  userId: string;
  email: string;
  /** The session that asks, for `change_email`. */
  sessionId?: string;
}

export interface TokenInspection {
  /** The address that it was sent to. */
  email: string;
  /** The language that the user chose. */
  locale: string | null;
  isValid: boolean;
  isExpired: boolean;
  /** Of a verification: the address is verified already. */
  isDone: boolean;
}

/** Tokens that go by mail: 256 random bits, stored as a hash, bound to purpose, user and address, used once. */
@Injectable()
export class OneTimeTokensService {
  constructor(private readonly database: DataSource) {}

  /**
   * The token is in no other place than the answer. Of the user's earlier ones for the same purpose, those beyond
   * `maxActiveOneTimeTokens` count as used. All but `change_email` is for the user's own address, and for no other.
   * @throws {Problem} 404 `user_not_found` where the account was deleted, or its address changed, meanwhile
   */
  async issue(
    manager: EntityManager,
    purpose: OneTimeTokenPurpose,
    { userId, email, sessionId }: OneTimeTokenRecipient,
  ): Promise<string> {
    const token = newToken();
    const issued = await manager.query<unknown[]>(
      `WITH holder AS MATERIALIZED (
         SELECT id, credential_version FROM users WHERE id = $3 AND ($2 = 'change_email' OR email = $4)
         FOR NO KEY UPDATE
       ), old AS (
         UPDATE one_time_tokens SET used_at = now() WHERE hash IN (
           SELECT hash FROM one_time_tokens token JOIN holder ON token.user_id = holder.id
           WHERE purpose = $2 AND used_at IS NULL ORDER BY created_at DESC, hash OFFSET $6))
       INSERT INTO one_time_tokens (hash, purpose, user_id, email, credential_version, expires_at, session_id)
       SELECT $1, $2, id, $4, credential_version, now() + make_interval(secs => $5), $7 FROM holder RETURNING 1`,
      [
        hashOfToken(token),
        purpose,
        userId,
        email,
        oneTimeTokenLifetimes[purpose],
        maxActiveOneTimeTokens[purpose] - 1,
        sessionId ?? null,
      ],
    );
    if (issued.length === 0) throw userProblems.user_not_found();
    return token;
  }

  /**
   * What a page says about a link before its button is pressed. Reads only.
   * @returns nothing where the token is unknown: never issued, of a deleted account, or purged a day after it expired
   */
  async inspect(purpose: OneTimeTokenPurpose, token: string): Promise<TokenInspection | undefined> {
    const [found] = await this.database.query<TokenInspection[]>(
      `SELECT one_time_tokens.email, holder.locale, (${STILL_VALID}) AS "isValid", expires_at <= now() AS "isExpired",
         used_at IS NOT NULL AND purpose = 'verify_email' AND holder.email = one_time_tokens.email
           AND holder.email_verified AS "isDone"
       FROM one_time_tokens JOIN users AS holder ON holder.id = user_id WHERE hash = $1 AND purpose = $2`,
      [hashOfToken(token), purpose],
    );
    return found;
  }

  findInAnyState(
    purpose: OneTimeTokenPurpose,
    token: string,
    manager: EntityManager = this.database.manager,
  ): Promise<OneTimeToken | null> {
    return manager.findOneBy(OneTimeToken, { hash: hashOfToken(token), purpose });
  }

  /**
   * Takes the token for one use that follows; of many at once, one gets it.
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async claim(purpose: OneTimeTokenPurpose, token: string): Promise<OneTimeToken> {
    const [[claimed]] = await this.database.query<[OneTimeToken[], number]>(
      `UPDATE one_time_tokens SET claimed_at = now()
       WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > now()
         AND (claimed_at IS NULL OR claimed_at < now() - ${CLAIM_TIMEOUT})
       RETURNING ${columns}`,
      [hashOfToken(token), purpose],
    );
    if (!claimed) throw await this.classifyFailure(purpose, token);
    return claimed;
  }

  /** The claimed token was not used after all. */
  async release({ hash }: OneTimeToken): Promise<void> {
    await this.database.manager.update(OneTimeToken, { hash }, { claimedAt: null });
  }

  /**
   * Uses the token up.
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async consume(manager: EntityManager, purpose: OneTimeTokenPurpose, token: string): Promise<OneTimeToken> {
    await manager.query(LOCK_OWNER, [hashOfToken(token)]);
    const [[used]] = await manager.query<[OneTimeToken[], number]>(
      `DELETE FROM one_time_tokens USING users AS holder
       WHERE ${STILL_VALID} RETURNING ${columns}`,
      [hashOfToken(token), purpose],
    );
    // On the same connection: waiting for a second one would deadlock when the pool is used up.
    if (!used) throw await this.classifyFailure(purpose, token, manager);
    return used;
  }

  /** Marks the token as used and keeps it until it expires. */
  async markUsed(
    manager: EntityManager,
    purpose: OneTimeTokenPurpose,
    token: string,
  ): Promise<OneTimeToken | undefined> {
    await manager.query(LOCK_OWNER, [hashOfToken(token)]);
    const [[used]] = await manager.query<[OneTimeToken[], number]>(
      `UPDATE one_time_tokens SET used_at = now() FROM users AS holder
       WHERE ${STILL_VALID} RETURNING ${columns}`,
      [hashOfToken(token), purpose],
    );
    return used;
  }

  /** After a change of the password or the address. */
  async invalidate(manager: EntityManager, userId: string, purposes: OneTimeTokenPurpose[]): Promise<void> {
    await manager.query('DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = ANY ($2)', [userId, purposes]);
  }

  /** All of a user that have not been purged yet, the oldest first. */
  listForUser(userId: string): Promise<OneTimeToken[]> {
    return this.database.getRepository(OneTimeToken).find({ where: { userId }, order: { createdAt: 'ASC' } });
  }

  async classifyFailure(purpose: OneTimeTokenPurpose, token: string, manager?: EntityManager): Promise<Error> {
    const found = await this.findInAnyState(purpose, token, manager);
    const expired = found && found.expiresAt <= databaseClock.date();
    return expired ? accountProblems.token_expired() : accountProblems.invalid_token();
  }

  async purge(): Promise<number> {
    // Kept for a day more, so that an old link is answered `token_expired` rather than `invalid_token`.
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM one_time_tokens WHERE expires_at < now() - interval '1 day'`,
    );
    return deleted;
  }
}
