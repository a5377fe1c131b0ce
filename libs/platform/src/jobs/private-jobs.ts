/**
 * graphile-worker's own table of jobs, which may change with any of its versions. Only this file names it. The public
 * view `graphile_worker.jobs` leaves the payload out, and only the payload holds the user that a job is about.
 * `test/upgrade/job-tables.spec.ts` fails if the columns change.
 */
export const PRIVATE_JOBS = 'graphile_worker._private_jobs';

/** SQL of a table of `id` and `payload`, to be joined to the view. */
export const JOB_PAYLOADS = `(SELECT id, payload FROM ${PRIVATE_JOBS})`;
