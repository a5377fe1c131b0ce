import { type AuthorizationEvent, AuthorizationState, type RoleGrants } from '#auth';
import { DatabaseListener, Health, Metrics } from '#platform';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { SIGNING_KEYS_CHANNEL, SigningKeys } from '../signing-keys/signing-keys.service';

const CHANNEL = 'authorization_events';
const PRUNE_MS = 30_000;
/** What has expired is deleted from the table this often; nobody reads it, so there is no hurry. */
const PURGE_MS = 10 * 60_000;

type Query = <Row>(sql: string) => Promise<Row[]>;

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
    health: Health,
    metrics: Metrics,
  ) {
    listener.listen(CHANNEL, (payload) => this.notified(payload));
    listener.listen(SIGNING_KEYS_CHANNEL, () => this.attempt('load signing keys', () => keys.load()));
    listener.onConnect((client) => this.readWindow(async (sql) => (await client.query(sql)).rows));
    listener.onAlive(() => state.heard());
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
      setInterval(() => this.state.prune(), PRUNE_MS),
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

  /** LISTEN is in force already, so what commits from here on arrives as well. */
  private async readWindow(query: Query): Promise<void> {
    const roles = await query<{ role: RoleGrants }>('SELECT role_grants(r) AS role FROM roles r');
    const events = await query<{ event: AuthorizationEvent }>(
      'SELECT authorization_event_json(e) AS event FROM authorization_events e WHERE expires_at > now() ORDER BY seq',
    );
    await this.keys.load();
    this.state.load({ roles: roles.map(({ role }) => role), events: events.map(({ event }) => event) });
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
  }

  private attempt(what: string, work: () => Promise<void>): void {
    work().catch((error) => this.logger.warn({ msg: `could not ${what}`, err: error }));
  }
}
