import { countJobs, type JobCounts, jobStates } from '#platform';
import type { Check } from './check';
import { type Finding, ok, warn } from './finding';
import { hasTable } from './has-table';

/** The threshold of the alert on `mail_oldest_waiting_seconds` in `deploy/monitoring/alerts.yml`. */
const WAITING_SECONDS = 900;

interface OldestJob {
  /** Seconds since it was added. */
  age: string;
  task: string;
}

export const jobsCheck: Check = {
  name: 'jobs',
  async run(context) {
    const source = await context.database();
    if (!(await hasTable(source, 'graphile_worker.jobs')))
      return [warn('there are no tables for jobs yet', 'The next start of the service makes them.')];
    const [oldest] = await source.query<OldestJob[]>(
      `SELECT extract(epoch FROM now() - created_at) AS age, task_identifier AS task FROM graphile_worker.jobs
       WHERE ${jobStates.pending} AND ${jobStates.started} AND created_at <= now() ORDER BY created_at LIMIT 1`,
    );
    const counts = [...(await countJobs(source)).values()];
    const total = (state: keyof JobCounts) => counts.reduce((sum, count) => sum + count[state], 0);
    return [givenUp(total('failed'), total('retrying')), waiting(oldest)];
  },
};

function givenUp(count: number, retrying: number): Finding {
  if (count > 0)
    return warn(
      `${count} jobs were given up`,
      'npm run cli -- mails shows the mails among them, mails --retry sends them.',
    );
  return ok(`no job was given up, ${retrying} are tried again`);
}

function waiting(oldest: OldestJob | undefined): Finding {
  if (!oldest) return ok('no job is waiting');
  const seconds = Math.round(Number(oldest.age));
  const found = `the oldest waiting job (${oldest.task}) is ${seconds} s old`;
  if (seconds <= WAITING_SECONDS) return ok(found);
  return warn(found, 'Look whether the service runs, and at the servers that it sends to: npm run cli -- mails.');
}
