import { type AuthorizationEvent, AuthorizationState, EVENT_LEEWAY, type RoleGrants } from '#auth';
import { DatabaseListener, Health, Metrics, Settings } from '#platform';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { type Query, SIGNING_KEYS_CHANNEL, SigningKeys } from '../signing-keys/signing-keys.service';

const CHANNEL = 'authorization_events';
/** What has expired is forgotten this often, and the keys are read again, whether or not there was word of them. */
const UPKEEP_MS = 30_000;
/** What has expired is deleted from the table this often; nobody reads it, so there is no hurry. */
const PURGE_MS = 10 * 60_000;

/** Keeps this process's `AuthorizationState` and keys as the database has them. */
@Injectable()
export class AuthorizationFollower implements OnApplicationShutdown {
  private readonly logger = new Logger('AuthorizationFollower');
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly listener: DatabaseListener,
    private readonly state: AuthorizationState,
    private readonly keys: SigningKeys,
    private readonly database: DataSource,
    private readonly settings: Settings,
    health: Health,
    metrics: Metrics,
  ) {
    listener.listen(CHANNEL, (payload) => this.notified(payload));
    listener.listen(SIGNING_KEYS_CHANNEL, () => this.readKeys());
    listener.onConnect((client) => this.readWindow(over(client)));
    listener.onHeartbeat(() => state.markFresh());
    health.register('authorization', async () => {
      if (state.staleness() > 10_000) throw new Error('stale');
    });
    metrics.gauge(
      'authorization_staleness_seconds',
      'Time since the state was known to be whole.',
      () => state.staleness() / 1000,
    );
    metrics.gauge(
      'authorization_ended_sessions',
      'Ended sessions that a living token may name.',
      () => state.size().endedSessions,
    );
  }

  async start(): Promise<void> {
    await this.keys.ensure();
    await this.listener.start();
    this.timers.push(
      setInterval(() => this.upkeep(), UPKEEP_MS),
      setInterval(() => this.attempt('purge events', () => this.purge()), PURGE_MS),
    );
  }

  /** For a process that serves nobody, such as a command: roles and keys as they are now, without following them. */
  async loadOnce(): Promise<void> {
    await this.keys.ensure();
    await this.readWindow((sql) => this.database.query(sql));
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  upkeep(): void {
    this.state.prune();
    this.readKeys();
  }

  /** If it fails the connection is made anew, and then everything is read until that works. */
  private readKeys(): void {
    this.listener.run((client) => this.keys.load(over(client)));
  }

  /**
   * LISTEN is in force already, so what commits from here on arrives as well. Read is by time, never from a number on:
   * an event with a lower number may commit after one with a higher. The clock here may be behind the database's, so
   * that tokens are alive here which that takes to be dead.
   */
  private async readWindow(query: Query): Promise<void> {
    const { ACCESS_TOKEN_TTL: accessTokenTtl } = this.settings;
    const roles = await query<{ role: RoleGrants }>('SELECT role_grants(r) AS role FROM roles r');
    const events = await query<{ event: AuthorizationEvent }>(
      `SELECT authorization_event_json(e) AS event FROM authorization_events e
       WHERE at > least(now(), to_timestamp(${Date.now() / 1000})) - interval '${accessTokenTtl + EVENT_LEEWAY} s'
       ORDER BY seq`,
    );
    await this.keys.load(query);
    this.state.load({
      accessTokenTtl,
      roles: roles.map(({ role }) => role),
      events: events.map(({ event }) => event),
    });
  }

  private notified(payload: string): void {
    const event = JSON.parse(payload) as AuthorizationEvent | { seq: number };
    if ('type' in event) this.state.apply(event);
    else this.listener.run((client) => this.read(client, event.seq));
  }

  /** One that was too long for a notification. */
  private async read(client: Client, seq: number): Promise<void> {
    const { rows } = await client.query<{ event: AuthorizationEvent }>(
      'SELECT authorization_event_json(e) AS event FROM authorization_events e WHERE seq = $1',
      [seq],
    );
    for (const { event } of rows) this.state.apply(event);
  }

  private async purge(): Promise<void> {
    await this.database.query('DELETE FROM authorization_events WHERE expires_at < now()');
    await this.keys.purge();
  }

  private attempt(what: string, work: () => Promise<void>): void {
    work().catch((error) => this.logger.warn({ msg: `could not ${what}`, err: error }));
  }
}

const over =
  (client: Client): Query =>
  async (sql) =>
    (await client.query(sql)).rows;
