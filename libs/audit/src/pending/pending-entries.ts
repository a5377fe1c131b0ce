import { setTimeout as sleep } from 'node:timers/promises';
import { Metrics } from '#platform';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager, type EntitySubscriberInterface } from 'typeorm';
import { appendPending } from './append-pending';

const KEY = 'hasPendingAuditEntry';
const FINAL_LIMIT_MS = 2000;

type Runner = { queryRunner: { data: Record<string, unknown>; isTransactionActive: boolean } };

/**
 * Appends what waits for its place in the chain, right after the commit of the transaction that wrote it. However many
 * commit at once, this process has one statement in flight for all of them.
 */
@Injectable()
export class PendingEntries implements EntitySubscriberInterface, BeforeApplicationShutdown {
  private readonly logger = new Logger('AuditLog');
  private isWanted = false;
  private isFailing = false;
  private inFlight?: Promise<void>;

  constructor(
    private readonly database: DataSource,
    metrics: Metrics,
  ) {
    database.subscribers.push(this);
    metrics.gauge(
      'audit_oldest_waiting_seconds',
      'Age of the oldest entry of the audit log that waits for its place in the chain.',
      () => this.readAge(),
      'max',
    );
  }

  /** The transaction of the manager has written an entry that waits. */
  appendAfterCommit(manager: EntityManager): void {
    (manager.queryRunner!.data as Record<string, unknown>)[KEY] = true;
  }

  /** Appends all entries that wait, of any process. The caller does not wait, and does not learn of a failure. */
  append(): void {
    this.isWanted = true;
    this.inFlight ??= this.run();
  }

  afterTransactionCommit({ queryRunner }: Runner): void {
    // A savepoint that was released is no commit.
    if (queryRunner.isTransactionActive || !queryRunner.data[KEY]) return;
    delete queryRunner.data[KEY];
    // Without waiting: under load the connections of all callers would wait for one that none of them gives up.
    this.append();
  }

  afterTransactionRollback({ queryRunner }: Runner): void {
    if (!queryRunner.isTransactionActive) delete queryRunner.data[KEY];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([this.inFlight, sleep(FINAL_LIMIT_MS, undefined, { ref: false })]);
  }

  private async readAge(): Promise<number> {
    const [{ age }] = await this.database.query(
      'SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float AS age FROM audit_pending',
    );
    return Math.max(0, age);
  }

  private async run(): Promise<void> {
    while (this.isWanted) {
      this.isWanted = false;
      try {
        if (!(await appendPending(this.database))) this.isWanted = true;
        this.isFailing = false;
      } catch (error) {
        // Nothing is lost: the next writer or reader of the log appends it, or maintenance. Logged once for each outage.
        if (!this.isFailing)
          this.logger.warn({ msg: 'entries of the audit log wait for their place in the chain', err: error });
        this.isFailing = true;
      }
    }
    this.inFlight = undefined;
  }
}
