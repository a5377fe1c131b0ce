import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** More than a person reads. */
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

/** What operators ask of the queue: jobs that failed at least once and are not done. */
@Injectable()
export class FailedJobs {
  constructor(private readonly database: DataSource) {}

  list(task: string): Promise<FailedJob[]> {
    return this.database.query(
      // The view leaves the payload out.
      `SELECT id::text, task_identifier AS task, payload, job.attempts, job.max_attempts, job.run_at, job.created_at,
              job.last_error
       FROM graphile_worker.jobs job JOIN graphile_worker._private_jobs USING (id)
       WHERE task_identifier = $1 AND job.attempts > 0 ORDER BY job.created_at LIMIT ${MAX_LISTED}`,
      [task],
    );
  }

  /** Gives all of them another full round of attempts, the first one now; but not those that are at work. */
  async retry(task: string): Promise<number> {
    const jobs = await this.database.query(
      `SELECT id FROM graphile_worker.reschedule_jobs(
         ARRAY(SELECT id FROM graphile_worker.jobs WHERE task_identifier = $1 AND attempts > 0),
         run_at => now(), attempts => 0)`,
      [task],
    );
    return jobs.length;
  }

  /** Those that were given up are kept for a month, as long as an operator may want to try them again. */
  async purge(): Promise<void> {
    await this.database.query(
      `SELECT 1 FROM graphile_worker.complete_jobs(ARRAY(
         SELECT id FROM graphile_worker.jobs
         WHERE attempts >= max_attempts AND updated_at < now() - interval '30 days'))`,
    );
  }

  async countPending(task: string): Promise<number> {
    const [{ count }] = await this.database.query(
      'SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE task_identifier = $1 AND attempts = 0',
      [task],
    );
    return count;
  }
}
