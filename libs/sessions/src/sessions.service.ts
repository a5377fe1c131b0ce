import type { AuthorizationEvent, Claims, RevocationReason } from '#auth';
import { type RequestMetadata, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { AuthorizationEvents } from './events/authorization-events';
import { type DeviceType, Session } from './session.entity';
import { type PushAddress, PushAddressMapper } from './push-address';
import { RefreshRotation, type Rotation } from './refresh/refresh-rotation';
import { AccessTokenIssuer } from './tokens/access-token.issuer';
import { RefreshTokenCodec } from './tokens/refresh-token.codec';
import { lockUser } from './locks';

/** More devices than a person has; the one that was silent longest goes. */
export const MAX_SESSIONS = 100;

/** What an address is made of; all of it goes at once. */
export const CLEAR_PUSH_ADDRESS = 'push_token = NULL, push_kind = NULL, push_keys = NULL';
/** As many tries as a job has that its room wrote itself. */
const ATTEMPTS = 21;

export interface Device {
  push?: PushAddress | null;
  type?: DeviceType | null;
  name?: string | null;
}

export interface Tokens {
  access: string;
  refresh: string;
  token_type: 'Bearer';
  /** Seconds that `access` lives. */
  expires_in: number;
}

export interface CreatedSession {
  sessionId: string;
  tokens: Tokens;
}

export type RefreshedTokens = { outcome: 'rotated'; tokens: Tokens } | Exclude<Rotation, { outcome: 'rotated' }>;

export interface SessionOwner {
  userId: string;
  roleIds: readonly string[];
  emailVerified: boolean;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: DataSource,
    private readonly events: AuthorizationEvents,
    private readonly accessTokens: AccessTokenIssuer,
    private readonly refreshTokens: RefreshTokenCodec,
    private readonly rotation: RefreshRotation,
    private readonly addresses: PushAddressMapper,
    private readonly settings: Settings,
  ) {}

  /**
   * Signs a device in. What is on the same device (push token) already is replaced, and over 100 the oldest goes. The
   * caller has locked the user's row and the push token (`pushTokenLockSql`) in a statement before, so that two logins of one
   * device come one after the other, whoever signs in.
   * @param unknownDeviceTask a job (its payload is the session's id) for a device of which the user's sessions do not say at first
   * sight that it was there before; it looks closer
   */
  async create(
    manager: EntityManager,
    owner: SessionOwner,
    device: Device,
    metadata: RequestMetadata,
    { unknownDeviceTask }: { unknownDeviceTask?: string } = {},
  ): Promise<CreatedSession> {
    const id = uuid();
    const told = await manager.query<{ event: AuthorizationEvent | null }[]>(
      `WITH affected AS MATERIALIZED (
         -- In the order in which batches of times and generations lock them.
         SELECT id FROM sessions
         WHERE push_token = $3 OR id IN (
           SELECT id FROM sessions WHERE user_id = $2 AND revoked_at IS NULL
           ORDER BY last_active_at DESC OFFSET ${MAX_SESSIONS - 1})
         ORDER BY id FOR NO KEY UPDATE
       ), ended AS (
         UPDATE sessions
         SET revoked_at = now(), ${CLEAR_PUSH_ADDRESS},
             revoked_reason = CASE WHEN push_token = $3 THEN 'replaced' ELSE 'evicted' END
         FROM affected WHERE sessions.id = affected.id AND user_id = $2 AND revoked_at IS NULL
         RETURNING sessions.id, revoked_reason
       ), moved AS (
         UPDATE sessions SET ${CLEAR_PUSH_ADDRESS} FROM affected
         WHERE sessions.id = affected.id AND push_token = $3 AND user_id <> $2 RETURNING sessions.id
       ), created AS (
         -- It counts what was before, so that a push token is free when it comes: the index would refuse it otherwise.
         INSERT INTO sessions (id, user_id, push_token, push_kind, push_keys, device_key, device_type, device_name, ip,
                               user_agent, refresh_expires_at, expires_at)
         SELECT $1::uuid, $2::uuid, $3::text, $11::text, $12::text, sha256(convert_to($3, 'UTF8')), $4::text, $5::text,
                $6::text, $7::text,
                now() + make_interval(secs => $8), now() + make_interval(secs => $9)
         WHERE (SELECT count(*) FROM ended) + (SELECT count(*) FROM moved) >= 0
       ), told AS (
         INSERT INTO authorization_events (type, payload)
         SELECT 'session-revoked',
                jsonb_build_object('user_id', $2::uuid, 'session_ids', jsonb_agg(id), 'reason', revoked_reason)
         FROM ended GROUP BY revoked_reason
         RETURNING *
       ), noted AS (
         SELECT graphile_worker.add_job($10, json_build_object('session_id', $1::uuid), max_attempts => ${ATTEMPTS})
         WHERE $10::text IS NOT NULL AND NOT EXISTS (
           SELECT FROM sessions WHERE user_id = $2
             AND (device_key = sha256(convert_to($3, 'UTF8')) OR ($3 IS NULL AND ip = $6 AND user_agent = $7)))
       )
       SELECT authorization_event_json(told::authorization_events) AS event FROM told
       UNION ALL SELECT NULL FROM noted`,
      [
        id,
        owner.userId,
        device.push?.token ?? null,
        device.type ?? null,
        device.name ?? null,
        metadata.ip,
        metadata.userAgent,
        this.settings.REFRESH_TOKEN_TTL,
        this.settings.SESSION_TTL,
        unknownDeviceTask ?? null,
        device.push?.kind ?? null,
        this.addresses.sealKeys(device.push),
      ],
    );
    this.events.applyAfterCommit(
      manager,
      told.flatMap(({ event }) => (event ? [{ event }] : [])),
    );
    return { sessionId: id, tokens: this.issueTokens({ ...owner, sessionId: id }, 0) };
  }

  /** Hands out the successor of a refresh token; what was reused, the caller must end. */
  async refresh(token: string, metadata: RequestMetadata): Promise<RefreshedTokens> {
    const rotation = await this.rotation.rotate(token, metadata);
    if (rotation.outcome !== 'rotated') return rotation;
    return { outcome: 'rotated', tokens: this.issueTokens(rotation.claims, rotation.generation) };
  }

  /**
   * Ends the named sessions of a user, or all but those named; with their push tokens, and one event. The user's row is
   * locked, so that a session which begins meanwhile is among them, and nobody acts with one that ends here. Sessions
   * are locked in the order of their ids, as by what writes their times in batches: they would wait for each other else.
   */
  async revoke(
    manager: EntityManager,
    userId: string,
    which: { only: string[] } | { except: string[] },
    reason: RevocationReason,
  ): Promise<string[]> {
    await lockUser(manager, userId);
    const [ids, matches] = 'only' in which ? [which.only, true] : [which.except, false];
    const told = await manager.query<{ event: AuthorizationEvent & { session_ids: string[] } }[]>(
      `WITH live AS MATERIALIZED (
         SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND (id = ANY ($2::uuid[])) = $3
         ORDER BY id FOR NO KEY UPDATE
       ), ended AS (
         UPDATE sessions SET revoked_at = now(), revoked_reason = $4, ${CLEAR_PUSH_ADDRESS} FROM live
         WHERE sessions.id = live.id RETURNING sessions.id
       ), told AS (
         INSERT INTO authorization_events (type, payload)
         SELECT 'session-revoked',
                jsonb_build_object('user_id', $1::uuid, 'session_ids', jsonb_agg(id), 'reason', $4::text)
         FROM ended HAVING count(*) > 0
         RETURNING *
       )
       SELECT authorization_event_json(told::authorization_events) AS event FROM told`,
      [userId, ids, matches, reason],
    );
    this.events.applyAfterCommit(manager, told);
    return told.flatMap(({ event }) => event.session_ids);
  }

  /** Whose session it is, whether it lives or not. */
  async findOwnerId(sessionId: string): Promise<string | undefined> {
    return (await this.database.getRepository(Session).findOneBy({ id: sessionId }))?.userId;
  }

  /** Live ones, last active first. There are never more than 100. */
  list(userId: string, limit = MAX_SESSIONS, after?: string[]): Promise<Session[]> {
    const query = this.database
      .getRepository(Session)
      .createQueryBuilder('session')
      .where('session.userId = :userId AND session.revokedAt IS NULL AND session.refreshExpiresAt > now()', { userId });
    if (after) query.andWhere('(session.lastActiveAt, session.id) < (:at, :id)', { at: after[0], id: after[1] });
    return query.orderBy('session.lastActiveAt', 'DESC').addOrderBy('session.id', 'DESC').take(limit).getMany();
  }

  /** All that there are, those that have ended and are not purged yet too; the newest first. */
  listIncludingRevoked(userId: string): Promise<Session[]> {
    return this.database.getRepository(Session).find({ where: { userId }, order: { createdAt: 'DESC', id: 'DESC' } });
  }

  /** Ended ones are kept for a month, as long as somebody may ask what has become of them. */
  async purge(): Promise<void> {
    await this.database.query(
      `DELETE FROM sessions WHERE least(revoked_at, refresh_expires_at) < now() - interval '30 days'`,
    );
  }

  private issueTokens(claims: Claims, generation: number): Tokens {
    return {
      access: this.accessTokens.issue(claims, generation),
      refresh: this.refreshTokens.encode(claims.sessionId, generation),
      token_type: 'Bearer',
      expires_in: this.settings.ACCESS_TOKEN_TTL,
    };
  }
}
