import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { publicJobError } from './job-error';
import { countJobs, type JobCounts, jobStates } from './job-states';
import { JOB_PAYLOADS } from './private-jobs';

/** More than an operator reads. */
const MAX_LISTED = 1000;

export interface FailedJob {
  id: string;
  task: string;
  payload: object;
  attempts: number;
  max_attempts: number;
  run_at: Date;
  created_at: Date;
  last_error: string | null;
}

/** Only these tasks, or all but these. */
export type JobTasks = { only: readonly string[] } | { except: readonly string[] };

/** Jobs that failed at least once and are not done, for operators. */
@Injectable()
export class FailedJobs {
  constructor(private readonly database: DataSource) {}

  /** The oldest first. @param after id of the last job of the page before */
  async list(
    tasks: JobTasks,
    { limit = MAX_LISTED, after }: { limit?: number; after?: string } = {},
  ): Promise<FailedJob[]> {
    const { operator, names } = taskCondition(tasks);
    const jobs = await this.database.query<FailedJob[]>(
      `SELECT id::text, task_identifier AS task, payload, job.attempts, job.max_attempts, job.run_at, job.created_at,
              job.last_error
       FROM graphile_worker.jobs job JOIN ${JOB_PAYLOADS} payloads USING (id)
       WHERE task_identifier ${operator} ($1) AND ${jobStates.failed} AND ($3::bigint IS NULL OR id > $3)
       ORDER BY id LIMIT $2`,
      [names, limit, after ?? null],
    );
    // Versions before this one stored errors as they came.
    return jobs.map((job) => ({ ...job, last_error: job.last_error && publicJobError(job.last_error) }));
  }

  /**
   * Reschedules them with the full number of attempts, the first one now. Jobs that run stay as they are.
   * @param ids by default all
   */
  async retry(
    tasks: JobTasks,
    { ids, manager = this.database.manager }: { ids?: readonly string[]; manager?: EntityManager } = {},
  ): Promise<number> {
    const { operator, names } = taskCondition(tasks);
    const jobs = await manager.query<unknown[]>(
      `SELECT id FROM graphile_worker.reschedule_jobs(
         ARRAY(SELECT id FROM graphile_worker.jobs
               WHERE task_identifier ${operator} ($1) AND ${jobStates.failed} AND ($2::bigint[] IS NULL OR id = ANY ($2))),
         run_at => now(), attempts => 0)`,
      [names, ids ?? null],
    );
    return jobs.length;
  }

  /** Deletes jobs that used up their attempts more than 30 days ago: until then an operator may retry them. */
  async purge(): Promise<number> {
    const jobs = await this.database.query<unknown[]>(
      `SELECT 1 FROM graphile_worker.complete_jobs(ARRAY(
         SELECT id FROM graphile_worker.jobs
         WHERE ${jobStates.givenUp} AND updated_at < now() - interval '30 days'))`,
    );
    return jobs.length;
  }

  /** @returns the counts of each task */
  async countByTask(tasks: readonly string[]): Promise<Map<string, JobCounts>> {
    const counts = await countJobs(this.database, tasks);
    return new Map(tasks.map((task) => [task, counts.get(task) ?? { waiting: 0, retrying: 0, failed: 0 }]));
  }
}

const taskCondition = (tasks: JobTasks) =>
  'only' in tasks ? { operator: '= ANY', names: tasks.only } : { operator: '<> ALL', names: tasks.except };
