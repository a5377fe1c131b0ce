import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
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

/** Jobs that failed at least once and are not done, for operators. */
/** Jobs of a task that are not done. */
export interface JobCounts {
  /** Not tried yet. */
  waiting: number;
  /** Failed, and tried again later. */
  retrying: number;
  /** Given up. */
  failed: number;
}

@Injectable()
export class FailedJobs {
  constructor(private readonly database: DataSource) {}

  list(task: string): Promise<FailedJob[]> {
    return this.database.query(
      `SELECT id::text, task_identifier AS task, payload, job.attempts, job.max_attempts, job.run_at, job.created_at,
              job.last_error
       FROM graphile_worker.jobs job JOIN ${JOB_PAYLOADS} payloads USING (id)
       WHERE task_identifier = $1 AND job.attempts > 0 ORDER BY job.created_at LIMIT ${MAX_LISTED}`,
      [task],
    );
  }

  /** Reschedules all of them with the full number of attempts, the first one now. Jobs that run stay as they are. */
  async retry(task: string): Promise<number> {
    const jobs = await this.database.query(
      `SELECT id FROM graphile_worker.reschedule_jobs(
         ARRAY(SELECT id FROM graphile_worker.jobs WHERE task_identifier = $1 AND attempts > 0),
         run_at => now(), attempts => 0)`,
      [task],
    );
    return jobs.length;
  }

  /** Deletes jobs that used up their attempts more than 30 days ago: until then an operator may retry them. */
  async purge(): Promise<number> {
    const jobs = await this.database.query<unknown[]>(
      `SELECT 1 FROM graphile_worker.complete_jobs(ARRAY(
         SELECT id FROM graphile_worker.jobs
         WHERE attempts >= max_attempts AND updated_at < now() - interval '30 days'))`,
    );
    return jobs.length;
  }

  /** @returns the counts of each task */
  async countByTask(tasks: readonly string[]): Promise<Map<string, JobCounts>> {
    const rows = await this.database.query<(JobCounts & { task: string })[]>(
      `SELECT task_identifier AS task,
              count(*) FILTER (WHERE attempts = 0)::int AS waiting,
              count(*) FILTER (WHERE attempts > 0 AND attempts < max_attempts)::int AS retrying,
              count(*) FILTER (WHERE attempts >= max_attempts)::int AS failed
       FROM graphile_worker.jobs WHERE task_identifier = ANY ($1) GROUP BY task_identifier`,
      [tasks],
    );
    const counts = new Map(rows.map(({ task, ...count }) => [task, count]));
    return new Map(tasks.map((task) => [task, counts.get(task) ?? { waiting: 0, retrying: 0, failed: 0 }]));
  }

  async countPending(task: string): Promise<number> {
    const [{ count }] = await this.database.query(
      'SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = $1 AND attempts = 0',
      [task],
    );
    return count;
  }
}
