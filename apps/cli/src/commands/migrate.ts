import { Command } from 'commander';
import { withDatabase } from '../database';

export const migrate = new Command('migrate')
  .description('bring the database up to date, and do nothing else (the service does the same when it starts)')
  .action(() =>
    withDatabase(async (_settings, ran) => {
      for (const name of ran) console.log(name);
      console.log(ran.length === 0 ? 'The database is up to date.' : `${ran.length} migrations ran.`);
    }),
  );
