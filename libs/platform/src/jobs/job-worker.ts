import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Logger as GraphileLogger, type Runner, type WorkerEvents, run } from 'graphile-worker';
import type { Client, Pool } from 'pg';
import { DatabaseLinks } from '../database/database-links';
import { DatabaseListener } from '../database/database-listener';
import { acceptedBy } from '../database/pooler';
import { Settings } from '../settings/settings';
import { publicJobError } from './job-error';
import { type JobHandler, JobHandlers, type QueueName } from './job-handlers';
import { inSpan } from '../telemetry/tracing';
import { createJobsPool } from './jobs-pool';

/** Jobs of each lane mostly wait for SMTP or HTTP, so a few at once cost nothing; each needs a connection for a moment. */
const CONCURRENCY = 4;
const queueNames: QueueName[] = ['main', 'bulk'];
/** How soon jobs of a process that died are taken over by another. */
const ORPHAN_CHECK_INTERVAL_MS = 5000;
/** A job that takes longer than this at the end of the process is left to the next one. */
const STOP_TIMEOUT_MS = 2000;

/** Runs jobs in this process. Started by the service only, not by the command line. */
@Injectable()
export class JobWorker implements OnApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly workerIds = new Set<string>();
  private pool?: Pool;
  private runners: Runner[] = [];
  private orphanTimer?: NodeJS.Timeout;

  constructor(
    private readonly settings: Settings,
    private readonly handlers: JobHandlers,
    private readonly listener: DatabaseListener,
    private readonly links: DatabaseLinks,
  ) {
    this.listener.onConnect((client) => this.lockWorkerIds(client));
  }

  async start(): Promise<void> {
    this.pool = createJobsPool(
      acceptedBy(this.links.pooler, {
        connectionString: this.links.url,
        listenUrl: this.links.directUrl,
        application_name: 'collabsphere-jobs',
        // In each lane one listens, the others serve the workers.
        max: queueNames.length * (CONCURRENCY + 1),
        connectionTimeoutMillis: this.settings.DATABASE_CONNECT_TIMEOUT * 1000,
        statement_timeout: this.settings.DATABASE_STATEMENT_TIMEOUT * 1000,
        limitMs: this.settings.DATABASE_STATEMENT_TIMEOUT * 1000 + 2000,
        keepAlive: true,
      }),
    );
    const lost = (error: Error) => this.logger.warn({ msg: 'a connection was lost', err: error });
    this.pool.on('error', lost);
    this.pool.on('connect', (client) => client.on('error', lost));
    await this.unlockOrphanedJobs();
    for (const queue of queueNames) this.runners.push(await this.run(queue));
    this.orphanTimer = setInterval(() => {
      this.unlockOrphanedJobs().catch((error) =>
        this.logger.warn({ msg: 'could not look for orphaned jobs', err: error }),
      );
    }, ORPHAN_CHECK_INTERVAL_MS);
    this.orphanTimer.unref();
  }

  private run(lane: QueueName): Promise<Runner> {
    return run({
      pgPool: this.pool,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      noPreparedStatements: !this.links.keepsPreparedStatements,
      pollInterval: 1000,
      logger: this.graphileLogger(),
      events: this.workerEvents(),
      taskList: Object.fromEntries(
        this.handlers
          .forQueue(lane)
          .map(([task, handle]) => [
            task,
            (payload: unknown, helpers: { job: { id: string } }) => runJob(task, handle, payload, helpers.job.id),
          ]),
      ),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.orphanTimer);
    const limit = sleep(STOP_TIMEOUT_MS, undefined, { ref: false });
    await Promise.race([this.stopRunners(), limit]);
    await Promise.race([this.pool?.end().catch(() => undefined), limit]);
  }

  /** graphile-worker itself does not wait for its last "done"s; those still without a connection would go with the pool. */
  private async stopRunners(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop().catch(() => undefined)));
    while (this.pool?.waitingCount) await sleep(20);
  }

  /**
   * graphile-worker locks jobs by the name of its pool of workers. For each such name an advisory lock is held while the
   * process lives. So others can distinguish a slow job from a dead worker.
   */
  private workerEvents(): WorkerEvents {
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => {
      this.workerIds.add(workerPool.id);
      this.listener.run((client) => this.lockWorkerIds(client, [workerPool.id]));
    });
    return events;
  }

  /** Shared: a connection that the network has lost may hold it still, and its successor must not wait for that. */
  private async lockWorkerIds(client: Client, ids = [...this.workerIds]): Promise<void> {
    if (ids.length > 0)
      await client.query('SELECT pg_advisory_lock_shared(hashtextextended(id, 0)) FROM unnest($1::text[]) id', [ids]);
  }

  /** graphile-worker itself waits 4 h before it takes a job from a worker that was killed. */
  private async unlockOrphanedJobs(): Promise<void> {
    await this.pool!.query(`
      SELECT graphile_worker.force_unlock_workers(array_agg(locked_by))
      FROM (SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_at < now() - interval '5 s') held
      WHERE pg_try_advisory_xact_lock(hashtextextended(locked_by, 0))
      HAVING count(*) > 0`);
  }

  private graphileLogger(): GraphileLogger {
    return new GraphileLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') this.logger.warn(message);
      else this.logger.debug(message);
    });
  }
}

/** graphile-worker stores and logs the message of the error. The job is in the trace of what added it. */
async function runJob(task: string, handle: JobHandler, payload: unknown, jobId: string): Promise<void> {
  try {
    const attributes = { 'messaging.system': 'graphile-worker', 'messaging.destination.name': task };
    await inSpan(
      `job ${task}`,
      'CONSUMER',
      attributes,
      () => handle(payload, jobId),
      payload as object as Record<string, unknown>,
    );
  } catch (error) {
    throw new Error(publicJobError(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}
