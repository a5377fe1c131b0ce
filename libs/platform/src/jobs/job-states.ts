import type { DataSource } from 'typeorm';

/**
 * Not tried again. A job that runs its last attempt is not given up. A job whose process was killed in its last attempt is,
 * without an error.
 */
const GIVEN_UP = '(attempts >= max_attempts AND locked_at IS NULL)';
/** A job that runs for the first time has begun an attempt, and has no error yet. */
const FAILED = `(${GIVEN_UP} OR attempts > 0 AND last_error IS NOT NULL)`;

/** States of jobs, as SQL conditions on `graphile_worker.jobs`. All lists, counts and gauges of jobs use these. */
export const jobStates = {
  givenUp: GIVEN_UP,
  /** Still tried. */
  pending: `NOT ${GIVEN_UP}`,
  /** Failed at least once: retried later, or given up. */
  failed: FAILED,
  /** Not scheduled for later, or a retry. */
  started: '(run_at <= now() OR attempts > 0)',
} as const;

/** Jobs that are not done. Each has one of these states. */
export interface JobCounts {
  /** Not tried yet, or in its first attempt. */
  waiting: number;
  /** Failed, and tried again later. */
  retrying: number;
  /** Given up. */
  failed: number;
}

/** @returns the counts of each task that has jobs @param tasks by default all */
export async function countJobs(database: DataSource, tasks?: readonly string[]): Promise<Map<string, JobCounts>> {
  const rows = await database.query<(JobCounts & { task: string })[]>(
    `SELECT task_identifier AS task,
            count(*) FILTER (WHERE NOT ${FAILED})::int AS waiting,
            count(*) FILTER (WHERE ${FAILED} AND NOT ${GIVEN_UP})::int AS retrying,
            count(*) FILTER (WHERE ${GIVEN_UP})::int AS failed
     FROM graphile_worker.jobs WHERE $1::text[] IS NULL OR task_identifier = ANY ($1) GROUP BY task_identifier`,
    [tasks ?? null],
  );
  return new Map(rows.map(({ task, ...counts }) => [task, counts]));
}
