import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { databaseClock } from '../operations/database-clock';
import { Settings } from '../settings/settings';
import { directDatabaseUrl } from './database-links';

type ConnectHandler = (client: Client) => Promise<void>;
type NotificationHandler = (payload: string) => void;

/** A dead connection is noticed within this; NOTIFY itself takes about a millisecond. */
const HEARTBEAT_MS = 2000;

/**
 * One dedicated connection that LISTENs, beside the pool. It reconnects by itself (0.1 to 2 s, with jitter), and
 * after each connect the subscribers read again what they may have missed, so nothing is lost in between.
 */
@Injectable()
export class DatabaseListener implements OnApplicationShutdown {
  private readonly logger = new Logger('DatabaseListener');
  private readonly notificationHandlers = new Map<string, NotificationHandler>();
  private readonly connectHandlers: ConnectHandler[] = [];
  private readonly heartbeatHandlers: (() => void)[] = [];
  private client?: Client;
  private heartbeatTimer?: NodeJS.Timeout;
  private reconnectTimer?: NodeJS.Timeout;
  private lastTask: Promise<unknown> = Promise.resolve();
  private connecting = false;
  private failures = 0;
  private closed = false;

  constructor(private readonly settings: Settings) {}

  /** Subscriptions are made before `start`. */
  listen(channel: string, notified: NotificationHandler): void {
    this.notificationHandlers.set(channel, notified);
  }

  /** Runs on the dedicated connection after each (re)connect, when LISTEN is already in force. */
  onConnect(connected: ConnectHandler): void {
    this.connectHandlers.push(connected);
  }

  /** Called whenever the database has answered on this connection: while it goes on, nothing is missed. */
  onHeartbeat(handler: () => void): void {
    this.heartbeatHandlers.push(handler);
  }

  /** Runs now if the connection is up. If it is not, or the task fails, `onConnect` will make up for it. */
  run(task: ConnectHandler): void {
    const { client } = this;
    if (client) this.serialize(() => task(client)).catch((error) => this.onTaskError(client, error));
  }

  /** Resolves when the first connection is up and the subscribers have read their state. */
  async start(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearInterval(this.heartbeatTimer);
    clearTimeout(this.reconnectTimer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: directDatabaseUrl(this.settings),
      application_name: 'collabsphere-listen',
      connectionTimeoutMillis: this.settings.DATABASE_CONNECT_TIMEOUT * 1000,
      query_timeout: this.settings.DATABASE_STATEMENT_TIMEOUT * 1000,
      keepAlive: true,
    });
    client.on('error', (error) => this.onConnectionLost(client, error));
    client.on('end', () => this.onConnectionLost(client, new Error('connection ended')));
    client.on('notification', ({ channel, payload }) => this.notify(client, channel, payload ?? ''));
    this.connecting = true;
    try {
      await client.connect();
      await checkServer(client);
      this.client = client;
      for (const channel of this.notificationHandlers.keys())
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      for (const connected of this.connectHandlers) await connected(client);
    } catch (error) {
      this.client = undefined;
      client.removeAllListeners('end');
      void client.end().catch(() => undefined);
      throw error;
    } finally {
      this.connecting = false;
    }
    if (this.closed) return client.end();
    this.failures = 0;
    this.emitHeartbeat();
    this.startHeartbeat(client);
  }

  /** Every role that may connect can send one. What is not understood may be a change, so all is read again. */
  private notify(client: Client, channel: string, payload: string): void {
    try {
      this.notificationHandlers.get(channel)?.(payload);
    } catch (error) {
      this.onTaskError(client, error as Error);
    }
  }

  private startHeartbeat(client: Client): void {
    clearInterval(this.heartbeatTimer);
    this.heartbeatTimer = setInterval(() => {
      this.serialize(() => checkServer(client)).then(
        () => this.emitHeartbeat(),
        (error) => this.onConnectionLost(client, error),
      );
    }, HEARTBEAT_MS);
  }

  /** A connection does one thing at a time. */
  private serialize<T>(work: () => Promise<T>): Promise<T> {
    const done = this.lastTask.then(work);
    this.lastTask = done.catch(() => undefined);
    return done;
  }

  private emitHeartbeat(): void {
    for (const handler of this.heartbeatHandlers) handler();
  }

  private onTaskError(client: Client, error: Error): void {
    // Who is connecting does not know of it, and must not go on as if nothing had been missed.
    if (this.connecting && this.client === client) void client.end().catch(() => undefined);
    else this.onConnectionLost(client, error);
  }

  private onConnectionLost(client: Client, error: Error): void {
    // While connecting, `connect` fails with it, and who called that tries again.
    if (this.closed || this.connecting || this.client !== client) return;
    this.client = undefined;
    clearInterval(this.heartbeatTimer);
    void client.end().catch(() => undefined);
    this.logger.warn({ msg: 'lost the listening connection; reconnecting', err: error });
    this.reconnect();
  }

  private reconnect(): void {
    if (this.closed) return;
    const wait = Math.min(2000, 100 * 2 ** this.failures++);
    this.reconnectTimer = setTimeout(
      () => {
        this.connect().catch(() => this.reconnect());
      },
      wait / 2 + jitter(wait / 2),
    );
  }
}

/**
 * A server that takes no writes is a former primary after a failover: changes are made elsewhere, so nothing that happens there
 * is known here. The time of the others is taken over.
 */
async function checkServer(client: Client): Promise<void> {
  const sentAt = performance.now();
  const { rows } = await client.query<{ read_only: string; time: number }>(
    `SELECT current_setting('transaction_read_only') AS read_only,
            (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS time`,
  );
  const [{ read_only, time }] = rows as [(typeof rows)[0]];
  if (read_only !== 'off') throw new Error('the server takes no writes');
  databaseClock.synchronize(time, sentAt);
}

/** Spreads reconnects of many processes; nothing secret hangs on it. */
function jitter(milliseconds: number): number {
  return (Number(process.hrtime.bigint() % 1000n) / 1000) * milliseconds;
}
