import { AuthException, type Authentication, type AuthenticationMethod, type Claims, combineMethods } from '#auth';
import { queryNamed, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../transaction-authorizer';
import { Session } from '../session.entity';
import { claimsOf, LAST_GENERATION, type TokenRow } from './refresh-rotation';
import { AcknowledgedRefreshGenerations } from './acknowledged-refresh-generations';

export interface Reauthenticated {
  claims: Claims;
  authentication: Authentication;
  /** Of the refresh token to be issued. */
  generation: number;
}

/** Records that the user of a live session has authenticated again. */
@Injectable()
export class SessionReauthentication {
  constructor(
    private readonly acknowledged: AcknowledgedRefreshGenerations,
    private readonly settings: Settings,
  ) {}

  /**
   * The refresh token is rotated, unless no token of the current generation was acknowledged yet: then that generation is issued
   * again, since its client may not have it. So the session never has two refresh tokens that may both be newer than
   * what its client holds, and no request of that client looks like reuse.
   * @param methods how the user has just authenticated; they are added to those of the session
   * @throws {AuthException} 401 `invalid_token` if the session has ended
   */
  async record(
    manager: EntityManager,
    { userId, sessionId }: Actor,
    methods: readonly AuthenticationMethod[],
  ): Promise<Reauthenticated> {
    // Locked, so that the methods can be combined here; refreshes wait.
    const [session] = await queryNamed<{ methods: AuthenticationMethod[] }>(
      manager,
      `SELECT authentication_methods AS methods FROM sessions
       WHERE id = :sessionId AND user_id = :userId AND revoked_at IS NULL AND refresh_expires_at > now()
       FOR NO KEY UPDATE`,
      { sessionId, userId },
    );
    if (!session) throw new AuthException('invalid_token');
    const [row] = await queryNamed<TokenRow>(manager, RECORD_SQL, {
      sessionId,
      methods: combineMethods(...session.methods, ...methods),
      acknowledged: this.acknowledged.highestOf(sessionId),
      refreshTtl: this.settings.REFRESH_TOKEN_TTL,
    });
    return { ...claimsOf(sessionId, row!), generation: row!.counter };
  }

  async authenticatedAt(manager: EntityManager, sessionId: string): Promise<number> {
    const session = await manager.findOneBy(Session, { id: sessionId, revokedAt: IsNull() });
    if (!session) throw new AuthException('invalid_token');
    return session.authenticatedAt.getTime();
  }
}

const RECORD_SQL = `WITH recorded AS (
     UPDATE sessions
     SET authenticated_at = greatest(authenticated_at, now()), authentication_methods = :methods::text[],
         counter = counter + is_acknowledged::integer, rotated_at = CASE WHEN is_acknowledged THEN now() ELSE rotated_at END,
         refresh_expires_at = least(now() + make_interval(secs => :refreshTtl), expires_at)
     FROM (SELECT id AS acknowledged_id, greatest(seen_generation, :acknowledged) >= counter AND counter < ${LAST_GENERATION} AS is_acknowledged
           FROM sessions WHERE id = :sessionId) AS acknowledged
     WHERE id = acknowledged_id
     RETURNING user_id, counter, authenticated_at, authentication_methods
   )
   SELECT recorded.*, email_verified, mfa_enrolled, role_ids FROM recorded JOIN token_claims USING (user_id)`;
