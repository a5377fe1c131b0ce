import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { Metrics } from '../operations/metrics';
import { Settings } from '../settings/settings';
import { isDatabaseOutage } from './database-outage';
import { acceptedBy, findPooler, type Pooler } from './pooler';
import { catchUp, type Position, positionOf, ReplicaUnusable } from './replica-position';

/** After the replica was not there, or behind, the primary is read for so long without asking. */
const REST_MS = 5000;
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
    if (performance.now() >= this.restsUntil) {
      const position = await positionOf(this.primary);
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

  private async readFromReplica<T>(work: (manager: EntityManager) => Promise<T>, position: Position): Promise<T> {
    const replica = await (this.replica ??= this.open());
    // One transaction, so that the server that has caught up is the one that is read, also behind a balancer.
    return replica.transaction('READ COMMITTED', async (manager) => {
      await catchUp(manager, position, this.settings.DATABASE_REPLICA_MAX_LAG);
      const result = await work(manager);
      this.reads.inc({ server: 'replica' });
      return result;
    });
  }

  private async open(): Promise<DataSource> {
    const url = this.settings.DATABASE_REPLICA_URL!;
    try {
      const pooler = await findPooler(url, this.settings.DATABASE_CONNECT_TIMEOUT * 1000);
      return await new DataSource(replicaOptions(this.primary.options, url, pooler)).initialize();
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
    this.restsUntil = performance.now() + REST_MS;
    // Once for each outage.
    if (this.isUsable)
      this.logger.warn({ msg: 'the replica can not be read; the primary is read instead', err: error });
    this.isUsable = false;
  }
}

const isTimeout = (error: unknown) => (error as { code?: unknown }).code === '57014';

function replicaOptions(primary: DataSourceOptions, url: string, pooler: Pooler): DataSourceOptions {
  const { Client: _client, ...extra } = primary.extra as Record<string, unknown>;
  return {
    ...primary,
    url,
    migrations: [],
    // It creates nothing.
    installExtensions: false,
    extra: acceptedBy(pooler, extra),
  } as DataSourceOptions;
}
