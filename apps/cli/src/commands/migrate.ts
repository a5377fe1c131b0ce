import { directDatabaseUrl, grantServiceRole } from '#platform';
import { Command } from 'commander';
import { withDatabase } from '../database';

export const migrate = new Command('migrate')
  .description('bring the database up to date, and do nothing else (the service does the same when it starts)')
  .option(
    '--grant-to <role>',
    'give this database role what the service needs: rows only, and no change of the audit log',
  )
  .action(({ grantTo }: { grantTo?: string }) =>
    withDatabase(async (settings, ran) => {
      for (const name of ran) console.log(name);
      console.log(ran.length === 0 ? 'The database is up to date.' : `${ran.length} migrations ran.`);
      if (!grantTo) return;
      await grantServiceRole(directDatabaseUrl(settings), grantTo);
      console.log(`${grantTo} has the rights that the service needs.`);
    }),
  );
