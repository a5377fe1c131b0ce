import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { traceContext } from '../telemetry/tracing';
import { JOB_PAYLOADS } from './private-jobs';

/** graphile-worker waits e^attempt seconds, 6 h at most: 21 attempts spread over 3 days. */
const ATTEMPTS = 21;

export interface Job {
  task: string;
  payload: object;
  /** The id of the user that it is about: `removeJobsOf` finds it by that. */
  subjectId?: string;
  attempts?: number;
  /** Earliest start; now by default. */
  runAt?: Date;
  /** A new job replaces a waiting one with the same key. A job with that key that runs is not retried. */
  key?: string;
  /** Lower runs first; 0 by default. */
  priority?: number;
}

/** Writes jobs into the caller's transaction: the job exists exactly if what it reports was committed. */
@Injectable()
export class JobQueue {
  add(manager: EntityManager, job: Job): Promise<void> {
    return this.addAll(manager, [job]);
  }

  /** One statement for any number of jobs. */
  async addAll(manager: EntityManager, jobs: Job[]): Promise<void> {
    if (jobs.length === 0) return;
    const specs = jobs.map(({ task, payload, subjectId: about, attempts = ATTEMPTS, runAt, key, priority }) => ({
      identifier: task,
      payload: { ...payload, about, ...traceContext() },
      max_attempts: attempts,
      run_at: runAt,
      job_key: key,
      priority,
    }));
    await manager.query(
      `SELECT 1 FROM graphile_worker.add_jobs(
         ARRAY(SELECT spec FROM json_populate_recordset(NULL::graphile_worker.job_spec, $1) spec))`,
      [JSON.stringify(specs)],
    );
  }

  /**
   * SQL expression that adds a job, for use inside a larger statement.
   * @param task SQL of a text
   * @param payload SQL of a json
   */
  addJobSql(task: string, payload: string): string {
    return `graphile_worker.add_job(${task}, ${payload}, max_attempts => ${ATTEMPTS})`;
  }

  /** Removes the waiting job with this key. @returns `false` where it has been begun, or is not there */
  async remove(manager: EntityManager, key: string): Promise<boolean> {
    const [job] = await manager.query<{ removed: boolean }[]>(
      'SELECT id IS NOT NULL AND locked_at IS NULL AND attempts = 0 AS removed FROM graphile_worker.remove_job($1)',
      [key],
    );
    return job!.removed;
  }

  /** Removes the jobs about a user, also those without attempts left. A job that runs is left to end. */
  async removeJobsOf(manager: EntityManager, about: string): Promise<void> {
    await manager.query(
      `SELECT 1 FROM graphile_worker.complete_jobs(
         ARRAY(SELECT id FROM ${JOB_PAYLOADS} job WHERE payload ->> 'about' = $1))`,
      [about],
    );
  }
}
