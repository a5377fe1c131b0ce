import type { Claims } from '#auth';
import { type RequestMetadata, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Session } from '../session.entity';
import { type RefreshTokenContent, RefreshTokenCodec } from '../tokens/refresh-token.codec';
import { SeenGenerations } from './seen-generations';

/** Two browser tabs that wake together come within this many seconds. */
const RETRY_GRACE = 10;

/** The column is an `integer`. In the life of a session it would take 138 rotations a second to get there. */
const LAST_GENERATION = 2 ** 31 - 1;

export type Rotation =
  | { outcome: 'rotated'; claims: Claims; generation: number }
  | { outcome: 'reused'; session: Session }
  | { outcome: 'invalid' };

interface Row {
  user_id: string;
  counter: number;
  email_verified: boolean;
  role_ids: string[];
}

/**
 * Decides whether a refresh token of generation n still gets its successor, n + 1: while n is the current one, within
 * 10 s of its rotation, and for as long as nobody has shown n + 1. For then the answer was lost, and whoever sends n
 * again has nothing newer. Anything else is reuse: there are two who hold the session's tokens.
 * @see RFC 9700 §4.14.2
 */
@Injectable()
export class RefreshRotation {
  constructor(
    private readonly database: DataSource,
    private readonly tokens: RefreshTokenCodec,
    private readonly seen: SeenGenerations,
    private readonly settings: Settings,
  ) {}

  /** In one statement, so that of many with the same token one rotates and all get the same. */
  async rotate(token: string, metadata: RequestMetadata): Promise<Rotation> {
    const presented = this.tokens.decode(token);
    if (!presented || presented.generation >= LAST_GENERATION) return { outcome: 'invalid' };
    const { sessionId, generation } = presented;
    const [row] = await this.database.query<Row[]>(
      `WITH rotated AS (
         UPDATE sessions
         SET counter = $2 + 1, rotated_at = CASE WHEN counter = $2 THEN now() ELSE rotated_at END,
             last_active_at = now(), ip = $3, user_agent = $4,
             refresh_expires_at = least(now() + make_interval(secs => $5), expires_at)
         WHERE id = $1 AND revoked_at IS NULL AND refresh_expires_at > now()
           AND (counter = $2 OR (counter = $2 + 1 AND (rotated_at > now() - interval '${RETRY_GRACE} s'
                                                       OR greatest(seen_generation, $6) <= $2)))
         RETURNING user_id, counter
       )
       SELECT user_id, counter, email_verified, role_ids FROM rotated JOIN token_claims USING (user_id)`,
      [
        sessionId,
        generation,
        metadata.ip,
        metadata.userAgent,
        this.settings.REFRESH_TOKEN_TTL,
        this.seen.highestOf(sessionId),
      ],
    );
    if (!row) return this.classifyRefreshFailure(presented);
    return {
      outcome: 'rotated',
      claims: { userId: row.user_id, sessionId, roleIds: row.role_ids, emailVerified: row.email_verified },
      generation: row.counter,
    };
  }

  /** A refresh token that came where it opens nothing: whoever sent it has it all the same. */
  recordSeen(token: string): void {
    const presented = this.tokens.decode(token);
    if (presented) this.seen.record(presented.sessionId, presented.generation);
  }

  /** What was refused as reuse stays reuse: generations and time only go on. */
  private async classifyRefreshFailure({ sessionId, generation }: RefreshTokenContent): Promise<Rotation> {
    const session = await this.database
      .getRepository(Session)
      .createQueryBuilder('session')
      .where('session.id = :sessionId AND session.counter > :generation', { sessionId, generation })
      .andWhere('session.revokedAt IS NULL AND session.refreshExpiresAt > now()')
      .getOne();
    return session ? { outcome: 'reused', session } : { outcome: 'invalid' };
  }
}
