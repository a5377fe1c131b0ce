import type { Check } from './check';
import { type Finding, ok, warn } from './finding';
import { hasTable } from './has-table';

/** As the alert of mails has it. */
const WAITING_SECONDS = 900;

interface Counts {
  retrying: number;
  failed: number;
  /** Seconds since the oldest one could have run. */
  oldest: string | null;
  task: string | null;
}

export const jobsCheck: Check = {
  name: 'jobs',
  async run(context) {
    const source = await context.database();
    if (!(await hasTable(source, 'graphile_worker.jobs')))
      return [warn('there are no tables for jobs yet', 'The next start of the service makes them.')];
    const [counts] = await source.query<[Counts]>(
      `SELECT count(*) FILTER (WHERE attempts >= max_attempts)::int AS failed,
              count(*) FILTER (WHERE attempts BETWEEN 1 AND max_attempts - 1 AND last_error IS NOT NULL)::int AS retrying,
              extract(epoch FROM now() - min(created_at) FILTER (WHERE attempts < max_attempts AND created_at <= now()
                AND (run_at <= now() OR attempts > 0))) AS oldest,
              (array_agg(task_identifier ORDER BY created_at) FILTER (WHERE attempts < max_attempts
                AND (run_at <= now() OR attempts > 0)))[1] AS task
       FROM graphile_worker.jobs`,
    );
    return [failed(counts), waiting(counts)];
  },
};

function failed({ failed: count, retrying }: Counts): Finding {
  if (count > 0)
    return warn(
      `${count} jobs were given up`,
      'npm run cli -- mails shows the mails among them, mails --retry sends them.',
    );
  return ok(`no job was given up, ${retrying} are tried again`);
}

function waiting({ oldest, task }: Counts): Finding {
  if (oldest === null) return ok('no job is waiting');
  const seconds = Math.round(Number(oldest));
  const found = `the oldest waiting job (${task}) is ${seconds} s old`;
  if (seconds <= WAITING_SECONDS) return ok(found);
  return warn(found, 'Look whether the service runs, and at the servers that it sends to: npm run cli -- mails.');
}
