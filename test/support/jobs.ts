import type { DataSource } from 'typeorm';
import { waitFor } from './wait-for';
import { JOB_PAYLOADS, PRIVATE_JOBS } from '../../libs/platform/src/jobs/private-jobs';

export interface StoredJob {
  id: string;
  task: string;
  payload: { sealed: string };
}

const ALL_JOBS = 'ARRAY(SELECT id FROM graphile_worker.jobs)';

/** All jobs that are not done, oldest first. */
export function listJobs(db: DataSource): Promise<StoredJob[]> {
  return db.query(
    `SELECT id::text, task_identifier AS task, payload
     FROM graphile_worker.jobs JOIN ${JOB_PAYLOADS} payloads USING (id) ORDER BY id`,
  );
}

/** Waits until all jobs are done. */
export async function waitForJobs(db: DataSource): Promise<void> {
  await waitFor(async () => (await listJobs(db)).length === 0, 'all jobs are done');
}

/** Removes the jobs with these ids, or all of them. Jobs that run stay. */
export async function removeJobs(db: DataSource, ids?: string[]): Promise<void> {
  await (ids
    ? db.query('SELECT 1 FROM graphile_worker.complete_jobs($1::bigint[])', [ids])
    : db.query(`SELECT 1 FROM graphile_worker.complete_jobs(${ALL_JOBS})`));
}

/** Makes the jobs with this key, or all of them, due now. Jobs that run stay as they are. */
export async function makeJobsDue(db: DataSource, key?: string): Promise<void> {
  await db.query(
    `SELECT 1 FROM graphile_worker.reschedule_jobs(
       ARRAY(SELECT id FROM graphile_worker.jobs WHERE $1::text IS NULL OR key = $1), run_at => now())`,
    [key],
  );
}

/** Leaves all jobs one attempt, tomorrow. */
export async function postponeJobs(db: DataSource): Promise<void> {
  await db.query(
    `SELECT 1 FROM graphile_worker.reschedule_jobs(${ALL_JOBS}, run_at => now() + interval '1 day', attempts => 20)`,
  );
}

/** Uses up the attempts of all jobs. They keep their last error. */
export async function exhaustJobs(db: DataSource): Promise<void> {
  await db.query(`SELECT graphile_worker.permanently_fail_jobs(ARRAY[id], last_error) FROM graphile_worker.jobs`);
}

/** Makes running jobs look as if they had been running for a minute longer. */
export async function backdateRunningJobs(db: DataSource): Promise<void> {
  await db.query(`UPDATE ${PRIVATE_JOBS} SET locked_at = locked_at - interval '1 min' WHERE locked_at IS NOT NULL`);
}

/** Every column of every job, as JSON. */
export async function dumpJobs(db: DataSource): Promise<string> {
  return JSON.stringify(await db.query(`SELECT * FROM ${PRIVATE_JOBS}`));
}
