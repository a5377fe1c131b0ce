import { SEND_MAIL } from '#mail';
import { type FailedJob, FailedJobs } from '#platform';
import { Command } from 'commander';
import { withApp } from '../app';
import { table } from '../table';

const MAILS = { only: [SEND_MAIL] };

export const mails = new Command('mails')
  .description('show the mails that could not be sent so far, and why')
  .option('--retry', 'give all of them another round of attempts, the first one now')
  .action(({ retry = false }: { retry?: boolean }) =>
    withApp(async (app) => {
      const jobs = app.get(FailedJobs);
      const stuck = await jobs.list(MAILS);
      if (stuck.length > 0) console.log(table(HEAD, stuck.map(row)));
      const { waiting } = (await jobs.countByTask([SEND_MAIL])).get(SEND_MAIL)!;
      console.log(`${count(stuck.length)} stuck, ${count(waiting)} waiting for the first attempt.`);
      if (retry) console.log(`${count(await jobs.retry(MAILS))} will be tried again now.`);
    }),
  );

const HEAD = ['id', 'mail', 'attempts', 'next try', 'last error'];

function row({ id, payload, attempts, max_attempts, run_at, last_error }: FailedJob): string[] {
  const { name = '?' } = payload as { name?: string };
  const next = attempts < max_attempts ? run_at.toISOString() : 'given up';
  return [id, name, `${attempts} of ${max_attempts}`, next, (last_error ?? '').split('\n', 1)[0]!];
}

const count = (mails: number) => `${mails} ${mails === 1 ? 'mail' : 'mails'}`;
