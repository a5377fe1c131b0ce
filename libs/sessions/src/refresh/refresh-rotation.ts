import type { Authentication, AuthenticationMethod, Claims } from '#auth';
import { prepared, type RequestMetadata, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Session } from '../session.entity';
import { type RefreshTokenContent, RefreshTokenCodec } from '../tokens/refresh-token.codec';
import { AcknowledgedRefreshGenerations } from './acknowledged-refresh-generations';

/** Seconds; two browser tabs that wake together refresh within this time. */
const RETRY_GRACE = 10;

/** The column is an `integer`. A session would need 138 rotations a second to reach it. */
export const LAST_GENERATION = 2 ** 31 - 1;

export type RefreshResult =
  | { outcome: 'rotated'; claims: Claims; authentication: Authentication; generation: number }
  | { outcome: 'reused'; session: Session }
  | { outcome: 'invalid' };

/** What the tokens of a session say. */
export interface TokenRow {
  user_id: string;
  counter: number;
  email_verified: boolean;
  mfa_enrolled: boolean;
  role_ids: string[];
  authenticated_at: Date;
  authentication_methods: AuthenticationMethod[];
}

const ROTATE_SQL = prepared(
  'rotate_refresh_token',
  `WITH rotated AS (
     UPDATE sessions
     SET counter = $2 + 1, rotated_at = CASE WHEN counter = $2 THEN now() ELSE rotated_at END,
         last_active_at = now(), ip = $3, user_agent = $4,
         refresh_expires_at = least(now() + make_interval(secs => $5), expires_at)
     WHERE id = $1 AND revoked_at IS NULL AND refresh_expires_at > now()
       AND (counter = $2 OR (counter = $2 + 1 AND (rotated_at > now() - interval '${RETRY_GRACE} s'
                                                   OR greatest(seen_generation, $6) <= $2)))
     RETURNING user_id, counter, authenticated_at, authentication_methods
   )
   SELECT rotated.*, email_verified, mfa_enrolled, role_ids FROM rotated JOIN token_claims USING (user_id)`,
);

/**
 * Rotates refresh tokens. A token of generation n gets its successor, n + 1, while n is the current generation, within
 * 10 s of its rotation, and as long as no token of n + 1 has been presented: then the response was lost, and the client
 * has nothing newer. Anything else is reuse: two parties hold the session's tokens.
 * @see RFC 9700 §4.14.2
 */
@Injectable()
export class RefreshRotation {
  constructor(
    private readonly database: DataSource,
    private readonly tokens: RefreshTokenCodec,
    private readonly acknowledged: AcknowledgedRefreshGenerations,
    private readonly settings: Settings,
  ) {}

  /** One statement, so that of many concurrent requests with the same token one rotates and all get the same result. */
  async rotate(token: string, metadata: RequestMetadata): Promise<RefreshResult> {
    const presented = this.tokens.decode(token);
    if (!presented || presented.generation >= LAST_GENERATION) return { outcome: 'invalid' };
    const { sessionId, generation } = presented;
    const [row] = await this.database.query<TokenRow[]>(ROTATE_SQL, [
      sessionId,
      generation,
      metadata.ip,
      metadata.userAgent,
      this.settings.REFRESH_TOKEN_TTL,
      this.acknowledged.highestOf(sessionId),
    ]);
    if (!row) return this.classifyRefreshFailure(presented);
    return { outcome: 'rotated', ...claimsOf(sessionId, row), generation: row.counter };
  }

  /** For a refresh token that was presented elsewhere, such as to introspection: its client has it. */
  recordAcknowledged(token: string): void {
    const presented = this.tokens.decode(token);
    if (presented) this.acknowledged.record(presented.sessionId, presented.generation);
  }

  /** A second statement is safe: what was reuse remains reuse, since generations and time only increase. */
  private async classifyRefreshFailure({ sessionId, generation }: RefreshTokenContent): Promise<RefreshResult> {
    const session = await this.database
      .getRepository(Session)
      .createQueryBuilder('session')
      .where('session.id = :sessionId AND session.refreshGeneration > :generation', { sessionId, generation })
      .andWhere('session.revokedAt IS NULL AND session.refreshExpiresAt > now()')
      .getOne();
    return session ? { outcome: 'reused', session } : { outcome: 'invalid' };
  }
}

export function claimsOf(sessionId: string, row: TokenRow): { claims: Claims; authentication: Authentication } {
  const { user_id: userId, role_ids: roleIds, email_verified: emailVerified, mfa_enrolled: mfaEnrolled } = row;
  return {
    claims: { userId, sessionId, roleIds, emailVerified, mfaEnrolled },
    authentication: { authenticatedAt: row.authenticated_at.getTime(), methods: row.authentication_methods },
  };
}
