import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { advisoryLocks } from './advisory-locks';
import { EmbeddedPostgresError } from './embedded-postgres.error';
import { type Cluster, prepareCluster, SUPERUSER } from './postgres-cluster';
import { connect } from './postgres-connection';
import { type ServerConnection, type ServerStart, connectOrStart, stopServer } from './postgres-server';

export { EmbeddedPostgresError };

const DATABASE = 'collabsphere';
const START_LIMIT_MS = 60_000;
/** Spares an old process that is just ending, or a command that started the server, from refusing us. */
const OWNER_GRACE_MS = 2_000;

export interface EmbeddedPostgresOptions {
  /** Settings of PostgreSQL for a server that is started: `fsync=off`. */
  flags?: string[];
  /** Use the server of a running CollabSphere Auth too, and leave it running. */
  share?: boolean;
  /** On which a server that is started listens; a free one by default. */
  port?: number;
}

/** A PostgreSQL server of our own, for a service that is given none. */
export class EmbeddedPostgres {
  private closing?: Promise<void>;

  private constructor(
    /** `postgres://user:password@127.0.0.1:port/collabsphere`; the port changes from start to start. */
    readonly url: string,
    private readonly ownership?: Ownership,
  ) {}

  /**
   * Starts the server under `${dataDir}/postgres`, or adopts the one that a killed process left running.
   * @throws {EmbeddedPostgresError} with a message for people; one is that another process owns the server
   */
  static async open(
    dataDir: string,
    { flags = [], share = false, port: wantedPort }: EmbeddedPostgresOptions = {},
  ): Promise<EmbeddedPostgres> {
    try {
      const cluster = await prepareCluster(dataDir, { sync: !flags.includes('fsync=off') });
      const { reached, owned } = await acquireServer(cluster, { flags, port: wantedPort }, share);
      const { client, port } = reached;
      const url = `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`;
      if (owned) return new EmbeddedPostgres(url, new Ownership(cluster, reached));
      await client.end();
      return new EmbeddedPostgres(url);
    } catch (error) {
      if (error instanceof EmbeddedPostgresError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new EmbeddedPostgresError(`The embedded PostgreSQL under ${dataDir} can't be used: ${reason}`, {
        cause: error,
      });
    }
  }

  /** Stops the server if it is ours, and waits until it has exited: at most about 8 s. */
  close(): Promise<void> {
    return (this.closing ??= this.ownership?.release() ?? Promise.resolve());
  }
}

async function acquireServer(
  cluster: Cluster,
  start: ServerStart,
  share: boolean,
): Promise<{ reached: ServerConnection; owned: boolean }> {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    const reached = await connectOrStart(cluster, start, deadline);
    let owned = false;
    try {
      owned = await tryOwnerLock(reached.client, share ? 0 : OWNER_GRACE_MS);
      if (owned || share) {
        await ensureDatabase(reached.client);
        return { reached, owned };
      }
    } catch (error) {
      const ending = isServerStopping(error) && performance.now() < deadline;
      if (owned && !ending) await stopServer(cluster, reached.pid);
      await reached.client.end();
      if (!ending) throw error;
      continue;
    }
    await reached.client.end();
    throw new EmbeddedPostgresError(
      `DATA_DIR ${cluster.dataDir} is in use by another running CollabSphere Auth; stop it or set another DATA_DIR.`,
    );
  }
}

/** The owner stopped the server under us: an error of the connection, or the server's own class "operator intervention". */
function isServerStopping(error: unknown): boolean {
  const { code } = error as { code?: string };
  return !code || code.startsWith('57P') || code.startsWith('E');
}

async function tryOwnerLock(client: Client, graceMs: number): Promise<boolean> {
  for (const end = performance.now() + graceMs; ; await sleep(100)) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      advisoryLocks.embeddedPostgresOwner,
    ]);
    if (rows[0]!.taken) return true;
    if (performance.now() >= end) return false;
  }
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount) return;
  await client.query(`CREATE DATABASE ${DATABASE}`).catch((error: { code?: string }) => {
    // Another process made it in between.
    if (!['42P04', '23505'].includes(error.code ?? '')) throw error;
  });
}

/** Holds the lock as long as the process lives. */
class Ownership {
  private client?: Client;
  private isLost = false;
  private isReleased = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly server: ServerConnection,
  ) {
    this.watchConnection(server.client);
  }

  async release(): Promise<void> {
    this.isReleased = true;
    // The lock is released last: no other process may adopt a server that is about to stop.
    if (!this.isLost) await stopServer(this.cluster, this.server.pid);
    await this.client?.end().catch(() => undefined);
  }

  private watchConnection(client: Client): void {
    this.client = client;
    client.once('end', () => void this.reacquireLock());
  }

  /** A server that restarts itself after a crash ends all connections, and with ours the lock. */
  private async reacquireLock(): Promise<void> {
    this.client = undefined;
    while (!this.isReleased && !this.isLost) {
      await sleep(500, undefined, { ref: false });
      const client = await connect(this.cluster, this.server.port).catch(() => undefined);
      if (!client) continue;
      const taken = await tryOwnerLock(client, 0).catch(() => undefined);
      if (taken && !this.isReleased) return this.watchConnection(client);
      this.isLost = taken === false;
      await client.end().catch(() => undefined);
    }
  }
}
