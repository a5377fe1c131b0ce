import { type AuthorizationEvent, AuthorizationState } from '#auth';
import { databaseClock, DatabaseListener, Health, Metrics } from '#platform';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type SqlExecutor, executorFor } from '../sql-executor';
import { SIGNING_KEYS_CHANNEL } from '../signing-keys/signing-key.repository';
import { SigningKeysService } from '../signing-keys/signing-keys.service';
import { AuthorizationStateLoader } from './authorization-state.loader';

const EVENTS_CHANNEL = 'authorization_events';
/** Of events that are too long for a notification. Between `first` and `last` there may be events of others. */
type EventNumbers = { seq: number } | { first: number; last: number };
/** Several in one are not sent yet: the version after this one may, as all processes beside it understand them then. */
type EventNotification = AuthorizationEvent | { events: AuthorizationEvent[] } | EventNumbers;

/** How often expired entries are removed from memory, and the keys read again even without a notification. */
const REFRESH_MS = 30_000;
/** How often keys are deleted that no token needs any more. */
const PURGE_KEYS_MS = 10 * 60_000;

/** Keeps this process's `AuthorizationState` and keys up to date, by LISTEN and NOTIFY of PostgreSQL. */
@Injectable()
export class AuthorizationListener implements OnApplicationShutdown {
  private readonly logger = new Logger('AuthorizationListener');
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly lag: ReturnType<Metrics['histogram']>;

  constructor(
    private readonly listener: DatabaseListener,
    private readonly state: AuthorizationState,
    private readonly keys: SigningKeysService,
    private readonly loader: AuthorizationStateLoader,
    private readonly database: DataSource,
    health: Health,
    metrics: Metrics,
  ) {
    state.clock.use(() => databaseClock.now());
    listener.listen(EVENTS_CHANNEL, (payload) => this.onNotification(payload));
    listener.listen(SIGNING_KEYS_CHANNEL, () => this.reloadKeys());
    // LISTEN is in force by then, so what commits after this read arrives as a notification.
    listener.onConnect((client) => this.load(executorFor(client)));
    listener.onHeartbeat(() => state.markFresh());
    health.register('authorization', async () => {
      if (state.staleness() > 10_000) throw new Error('stale');
    });
    this.lag = metrics.histogram(
      'authorization_event_lag_seconds',
      'Time from an authorization event to its effect in this process.',
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    );
    this.registerMetrics(metrics);
  }

  async start(): Promise<void> {
    await this.keys.ensureKey();
    await this.listener.start();
    this.timers.push(
      setInterval(() => this.refresh(), REFRESH_MS),
      setInterval(() => void this.purgeKeys(), PURGE_KEYS_MS),
    );
  }

  /** For a process that serves no requests, such as a command: loads roles and keys once, without listening. */
  async loadOnce(): Promise<void> {
    await this.keys.ensureKey();
    await this.load((sql, parameters) => this.database.query(sql, parameters));
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  refresh(): void {
    this.state.prune();
    this.reloadKeys();
  }

  /** If it fails, the listener reconnects, and on each connection everything is loaded. */
  private reloadKeys(): void {
    this.listener.run((client) => this.keys.load(executorFor(client)));
  }

  private async load(query: SqlExecutor): Promise<void> {
    const data = await this.loader.load(query);
    await this.keys.load(query);
    this.state.load(data);
  }

  private onNotification(payload: string): void {
    const notified = JSON.parse(payload) as EventNotification;
    if ('type' in notified) this.apply(notified);
    else if ('events' in notified) for (const event of notified.events) this.apply(event);
    else this.listener.run((client) => this.applyFromTable(executorFor(client), notified));
  }

  private async applyFromTable(query: SqlExecutor, numbers: EventNumbers): Promise<void> {
    const { first, last } = 'seq' in numbers ? { first: numbers.seq, last: numbers.seq } : numbers;
    for (const event of await this.loader.loadEvents(query, first, last)) this.apply(event);
  }

  private apply(event: AuthorizationEvent): void {
    this.state.apply(event);
    this.lag.observe(Math.max(0, databaseClock.now() - Date.parse(event.at)) / 1000);
  }

  private async purgeKeys(): Promise<void> {
    try {
      await this.keys.purge();
    } catch (error) {
      this.logger.warn({ msg: 'could not purge keys', err: error });
    }
  }

  private registerMetrics(metrics: Metrics): void {
    metrics.gauge(
      'authorization_staleness_seconds',
      'Time since the state was known to be whole.',
      () => this.state.staleness() / 1000,
      'max',
    );
    metrics.gauge(
      'authorization_ended_sessions',
      'Ended sessions that a living token may name.',
      () => this.state.size().endedSessions,
      'max',
    );
  }
}
