import { type AuthenticationMethod, type AuthorizationEvent, combineMethods, type RevocationReason } from '#auth';
import { JobQueue, prepared, queryNamed, type RequestMetadata, Settings, siteNetwork } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Device } from './device';
import { lockUser } from './locks';
import { PushAddressMapper } from './push-address';
import { CLEAR_PUSH_ADDRESS } from './push-device.repository';
import { Session } from './session.entity';

/** More devices than a person has; the one that was inactive longest is evicted. */
export const MAX_SESSIONS = 100;

export type SessionSelection = { only: string[] } | { except: string[] };

export interface NewSession {
  id: string;
  userId: string;
  device: Device;
  metadata: RequestMetadata;
  methods: readonly AuthenticationMethod[];
  /** Job to add if the device is not obviously known; its payload is the session's id. */
  unknownDeviceTask?: string;
}

interface EventRow {
  event: AuthorizationEvent;
}

/** All statements on the table `sessions` that more than one service needs, or that do several things at once. */
@Injectable()
export class SessionRepository {
  constructor(
    private readonly database: DataSource,
    private readonly jobs: JobQueue,
    private readonly addresses: PushAddressMapper,
    private readonly settings: Settings,
  ) {}

  /**
   * Inserts a session and makes room for it, in one statement. The caller has locked the user's row and the push token
   * in a statement before.
   * @returns the events that were written
   */
  async insert(manager: EntityManager, session: NewSession): Promise<EventRow[]> {
    const { id, userId, device, metadata, methods, unknownDeviceTask } = session;
    const rows = await queryNamed<{ event: AuthorizationEvent | null }>(manager, this.insertSql(), {
      sessionId: id,
      userId,
      pushToken: device.push?.token ?? null,
      pushKind: device.push?.kind ?? null,
      pushKeys: this.addresses.sealKeys(device.push),
      deviceType: device.type ?? null,
      deviceName: device.name ?? null,
      ip: metadata.ip,
      network: siteNetwork(metadata.ip),
      userAgent: metadata.userAgent,
      methods,
      refreshTtl: this.settings.REFRESH_TOKEN_TTL,
      sessionTtl: this.settings.SESSION_TTL,
      task: unknownDeviceTask ?? null,
    });
    return rows.filter((row): row is EventRow => row.event !== null);
  }

  /**
   * Revokes the named sessions of a user, or all but those named, and clears their push addresses. Writes one event.
   * The user's row is locked, so that a session created meanwhile is included, and no request acts with a revoked one.
   */
  async revoke(
    manager: EntityManager,
    userId: string,
    selection: SessionSelection,
    reason: RevocationReason,
  ): Promise<(EventRow & { event: { session_ids: string[] } })[]> {
    await lockUser(manager, userId);
    const [ids, isIncluded] = 'only' in selection ? [selection.only, true] : [selection.except, false];
    return queryNamed(manager, REVOKE_SQL, { userId, ids, isIncluded, reason });
  }

  /** The caller has locked the user's row. */
  async addMethods(manager: EntityManager, id: string, methods: readonly AuthenticationMethod[]): Promise<void> {
    const session = await manager.findOneBy(Session, { id });
    const authenticationMethods = combineMethods(...(session?.authenticationMethods ?? []), ...methods);
    await manager.update(Session, { id }, { authenticationMethods, authenticatedAt: () => 'now()' });
  }

  findById(id: string): Promise<Session | null> {
    return this.database.getRepository(Session).findOneBy({ id });
  }

  /** Live ones, last active first. */
  listLive(userId: string, limit: number, after?: string[]): Promise<Session[]> {
    const query = this.database
      .getRepository(Session)
      .createQueryBuilder('session')
      .where('session.userId = :userId AND session.revokedAt IS NULL AND session.refreshExpiresAt > now()', { userId });
    if (after) query.andWhere('(session.lastActiveAt, session.id) < (:at, :id)', { at: after[0], id: after[1] });
    return query.orderBy('session.lastActiveAt', 'DESC').addOrderBy('session.id', 'DESC').take(limit).getMany();
  }

  /** Live, revoked and expired ones; the newest first. */
  listAll(userId: string): Promise<Session[]> {
    return this.database.getRepository(Session).find({ where: { userId }, order: { createdAt: 'DESC', id: 'DESC' } });
  }

  private insertSql(): string {
    return prepared(
      'insert_session',
      `WITH affected AS MATERIALIZED (
         -- Sessions that lose their push token or their place. Locked in the order in which the batch writers lock them.
         SELECT id FROM sessions
         WHERE push_token = :pushToken OR id IN (
           SELECT id FROM sessions WHERE user_id = :userId AND revoked_at IS NULL
           ORDER BY last_active_at DESC OFFSET ${MAX_SESSIONS - 1})
         ORDER BY id FOR NO KEY UPDATE
       ), revoked AS (
         -- The user's own: the session before on the same device, and those over the limit.
         UPDATE sessions
         SET revoked_at = now(), ${CLEAR_PUSH_ADDRESS},
             revoked_reason = CASE WHEN push_token = :pushToken THEN 'replaced' ELSE 'evicted' END
         FROM affected WHERE sessions.id = affected.id AND user_id = :userId AND revoked_at IS NULL
         RETURNING sessions.id, revoked_reason
       ), released AS (
         -- Another user's session on the same device keeps living, without the push token.
         UPDATE sessions SET ${CLEAR_PUSH_ADDRESS} FROM affected
         WHERE sessions.id = affected.id AND push_token = :pushToken AND user_id <> :userId RETURNING sessions.id
       ), created AS (
         -- Counting the rows of both updates makes them run first: the unique index allows a push token only once.
         INSERT INTO sessions (id, user_id, push_token, push_kind, push_keys, device_key, device_type, device_name, ip, network,
                               user_agent, authentication_methods, refresh_expires_at, expires_at)
         SELECT :sessionId::uuid, :userId::uuid, :pushToken::text, :pushKind::text, :pushKeys::text,
                sha256(convert_to(:pushToken, 'UTF8')), :deviceType::text, :deviceName::text, :ip::text, :network::text,
                :userAgent::text, :methods::text[], now() + make_interval(secs => :refreshTtl), now() + make_interval(secs => :sessionTtl)
         WHERE (SELECT count(*) FROM revoked) + (SELECT count(*) FROM released) >= 0
       ), events AS (
         -- One for each reason.
         INSERT INTO authorization_events (type, payload)
         SELECT 'session-revoked',
                jsonb_build_object('user_id', :userId::uuid, 'session_ids', jsonb_agg(id), 'reason', revoked_reason)
         FROM revoked GROUP BY revoked_reason
         RETURNING *
       ), job AS (
         -- Only if no session of the user, of any age, has the same push token, or without one the same client. Sessions
         -- that the owner did not recognize do not count.
         SELECT ${this.jobs.addJobSql(':task', "json_build_object('session_id', :sessionId::uuid)")}
         WHERE :task::text IS NOT NULL AND NOT EXISTS (
           SELECT FROM sessions WHERE user_id = :userId AND disowned_at IS NULL
             AND (device_key = sha256(convert_to(:pushToken, 'UTF8'))
                  OR (:pushToken IS NULL AND ip = :ip AND user_agent = :userAgent)))
       )
       -- A CTE that only selects runs only if it is read, so the job is.
       SELECT authorization_event_json(events::authorization_events) AS event FROM events
       UNION ALL SELECT NULL FROM job`,
    );
  }
}

const REVOKE_SQL = `WITH live AS MATERIALIZED (
     -- Locked in the order in which the batch writers lock them, so that neither waits for the other in a circle.
     SELECT id FROM sessions
     WHERE user_id = :userId AND revoked_at IS NULL AND (id = ANY (:ids::uuid[])) = :isIncluded
     ORDER BY id FOR NO KEY UPDATE
   ), revoked AS (
     UPDATE sessions SET revoked_at = now(), revoked_reason = :reason, ${CLEAR_PUSH_ADDRESS} FROM live
     WHERE sessions.id = live.id RETURNING sessions.id
   ), events AS (
     INSERT INTO authorization_events (type, payload)
     SELECT 'session-revoked',
            jsonb_build_object('user_id', :userId::uuid, 'session_ids', jsonb_agg(id), 'reason', :reason::text)
     FROM revoked HAVING count(*) > 0
     RETURNING *
   )
   SELECT authorization_event_json(events::authorization_events) AS event FROM events`;
