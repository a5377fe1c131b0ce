import { loadSettings } from '#composition';
import { EmbeddedPostgres } from '#platform';
import { Command } from 'commander';
import { dump } from '../backup/dump';
import { rowsIn } from '../backup/record';
import { restore } from '../backup/restore';
import { CommandError } from '../errors';

export const moveDatabase = new Command('move-database')
  .description('copy the embedded database into an empty one on a server; the service must not run')
  .requiredOption('--to <url>', 'postgres://user:password@host:5432/name')
  .action(async ({ to }: { to: string }) => {
    const settings = loadSettings();
    if (settings.DATABASE_URL) throw new CommandError('DATABASE_URL is set: the database is not the embedded one.');
    // Not shared: a service that runs would write on.
    const embedded = await EmbeddedPostgres.open(settings.DATA_DIR);
    try {
      const { end } = await restore(to, undefined, dump(embedded.url, settings));
      console.log(`${rowsIn(end)} rows are copied, each table counted. Start the service with this DATABASE_URL now.`);
      console.log(`Keep ${settings.DATA_DIR}: it has the avatars, and secret.key where SECRET_KEY is not set.`);
    } finally {
      await embedded.close();
    }
  });
