import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { Metrics } from '../operations/metrics';
import { Settings } from '../settings/settings';
import { isDatabaseOutage } from './database-outage';
import { preparePooledConnection } from './pooled-connection';
import { findPooler } from './pooler';

/** After the replica was not there, or behind, the primary is read for so long without asking. */
const REST_MS = 5000;
/** How soon it is asked again whether it has caught up. */
const POLL_MS = 5;

/** What the primary has committed. */
interface Position {
  lsn: string;
  /** Of the server and the database, so that another one is not taken for a replica. */
  identity: string;
}

/** The replica can not answer now. */
class ReplicaUnusable extends Error {}

/**
 * Reads that a replica may answer: lists, exports, statistics. A read sees everything that was committed before it, whichever
 * process committed it, so an admin sees what they have just changed. Without a usable replica the primary answers.
 */
@Injectable()
export class ReplicaReader implements OnApplicationShutdown {
  private readonly logger = new Logger('Replica');
  private readonly reads: Counter<'server'>;
  private replica?: Promise<DataSource>;
  private restsUntil = 0;
  private isUsable = true;

  constructor(
    private readonly primary: DataSource,
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    this.reads = metrics.counter('replica_reads_total', 'Reads that a replica may answer, by the server that did.', [
      'server',
    ]);
  }

  /** @param work reads with the manager that it gets, and with no other; it may run a second time */
  async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (!this.settings.DATABASE_REPLICA_URL) return work(this.primary.manager);
    if (Date.now() >= this.restsUntil) {
      const position = await this.positionOfPrimary();
      try {
        const result = await this.readFromReplica(work, position);
        this.onUsable();
        return result;
      } catch (error) {
        // What took too long there would take as long on the primary.
        if (isTimeout(error) || !(error instanceof ReplicaUnusable || isDatabaseOutage(error))) throw error;
        this.onUnusable(error as Error);
      }
    }
    this.reads.inc({ server: 'primary' });
    return work(this.primary.manager);
  }

  async onApplicationShutdown(): Promise<void> {
    const replica = await this.replica?.catch(() => undefined);
    await replica?.destroy().catch(() => undefined);
  }

  private async positionOfPrimary(): Promise<Position> {
    const [position] = await this.primary.query<[Position]>(
      `SELECT pg_current_wal_flush_lsn()::text AS lsn, ${IDENTITY} AS identity`,
    );
    return position;
  }

  private async readFromReplica<T>(work: (manager: EntityManager) => Promise<T>, position: Position): Promise<T> {
    const replica = await (this.replica ??= this.open());
    // One transaction, so that the server that has caught up is the one that is read, also behind a balancer.
    return replica.transaction('READ COMMITTED', async (manager) => {
      await this.catchUp(manager, position);
      const result = await work(manager);
      this.reads.inc({ server: 'replica' });
      return result;
    });
  }

  /** @throws {ReplicaUnusable} if the replica lags more than it may */
  private async catchUp(manager: EntityManager, { lsn, identity }: Position): Promise<void> {
    const deadline = Date.now() + this.settings.DATABASE_REPLICA_MAX_LAG * 1000;
    for (;;) {
      const [state] = await manager.query<[{ identity: string; standby: boolean; current: boolean | null }]>(
        `SELECT ${IDENTITY} AS identity, pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn() >= $1::pg_lsn AS current`,
        [lsn],
      );
      if (state.identity !== identity) throw new ReplicaUnusable('it is no replica of this database');
      if (!state.standby) throw new ReplicaUnusable('it is no replica any more');
      if (state.current) return;
      if (Date.now() >= deadline) throw new ReplicaUnusable('it lags more than DATABASE_REPLICA_MAX_LAG');
      await sleep(POLL_MS);
    }
  }

  private async open(): Promise<DataSource> {
    const url = this.settings.DATABASE_REPLICA_URL!;
    try {
      const limitMs = this.settings.DATABASE_STATEMENT_TIMEOUT * 1000 + 2000;
      const pooler = await findPooler(url, this.settings.DATABASE_CONNECT_TIMEOUT * 1000);
      return await new DataSource(replicaOptions(this.primary.options, url, pooler !== 'none', limitMs)).initialize();
    } catch (error) {
      this.replica = undefined;
      throw error;
    }
  }

  private onUsable(): void {
    if (!this.isUsable) this.logger.log({ msg: 'the replica is read again' });
    this.isUsable = true;
  }

  private onUnusable(error: Error): void {
    this.restsUntil = Date.now() + REST_MS;
    // Once for each outage.
    if (this.isUsable)
      this.logger.warn({ msg: 'the replica can not be read; the primary is read instead', err: error });
    this.isUsable = false;
  }
}

const isTimeout = (error: unknown) => (error as { code?: unknown }).code === '57014';

const IDENTITY = `(SELECT system_identifier FROM pg_control_system()) || '/' || current_database()`;

function replicaOptions(
  primary: DataSourceOptions,
  url: string,
  isPooled: boolean,
  limitMs: number,
): DataSourceOptions {
  const { Client: _client, ...extra } = primary.extra as Record<string, unknown>;
  // A pooler refuses connections that ask for more than it knows.
  const unknown = isPooled ? { statement_timeout: undefined, idle_in_transaction_session_timeout: undefined } : {};
  return {
    ...primary,
    url,
    migrations: [],
    // It creates nothing.
    installExtensions: false,
    // No commit that writes through: there is nothing to write.
    extra: { ...extra, ...unknown, onConnect: preparePooledConnection(limitMs) },
  } as DataSourceOptions;
}
