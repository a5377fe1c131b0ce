import { type AuthorizationEvent, type AuthorizationStateData, EVENT_LEEWAY, type RoleGrants } from '#auth';
import { databaseClock, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import type { SqlExecutor } from '../sql-executor';
import { RoleQueryRegistry } from '../role-query-registry';

/** Reads what contradicts issued tokens from the database. */
@Injectable()
export class AuthorizationStateLoader {
  constructor(
    private readonly roles: RoleQueryRegistry,
    private readonly settings: Settings,
  ) {}

  /**
   * All roles, and all events that may concern a valid token. Selects by time, never from a sequence number on: an event
   * with a lower number may commit after one with a higher. If the clock here is behind the database's, tokens are valid
   * here for longer, so the earlier of both times counts. Expired events stay in the table until their partition is
   * dropped.
   */
  async load(query: SqlExecutor): Promise<AuthorizationStateData> {
    const { ACCESS_TOKEN_TTL: accessTokenTtl } = this.settings;
    const roles = await query<{ role: RoleGrants }>(this.roles.queries.all);
    const events = await query<{ event: AuthorizationEvent }>(
      `SELECT authorization_event_json(e) AS event FROM authorization_events e
       WHERE at > least(now(), to_timestamp(${databaseClock.now() / 1000})) - interval '${accessTokenTtl + EVENT_LEEWAY} s'
         AND expires_at > now()
       ORDER BY seq`,
    );
    return { accessTokenTtl, roles: roles.map(({ role }) => role), events: events.map(({ event }) => event) };
  }

  /** For a notification that was too long to contain them. */
  async loadEvents(query: SqlExecutor, first: number, last: number): Promise<AuthorizationEvent[]> {
    const rows = await query<{ event: AuthorizationEvent }>(
      `SELECT authorization_event_json(e) AS event FROM authorization_events e
       WHERE seq BETWEEN $1 AND $2 ORDER BY seq`,
      [first, last],
    );
    return rows.map(({ event }) => event);
  }
}
