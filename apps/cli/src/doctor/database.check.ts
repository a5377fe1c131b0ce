import type { Settings } from '#platform';
import type { DataSource } from 'typeorm';
import type { Check } from './check';
import { DatabaseUnavailable } from './doctor-context';
import { fail, type Finding, ok, warn } from './finding';

const MIN_VERSION = 15;

export const databaseCheck: Check = {
  name: 'database',
  async run(context) {
    if (context.isDatabaseMissing)
      return [
        warn('there is no embedded database yet', 'Nothing, if the service has never run: its first start makes it.'),
      ];
    try {
      return [await version(await context.database())];
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      return [fail(`it can't be reached: ${error.message}`, reachAction(context.settings))];
    }
  },
};

const reachAction = ({ DATABASE_URL }: Settings) =>
  DATABASE_URL
    ? 'Start PostgreSQL, or correct the address, user or password in DATABASE_URL.'
    : 'See the message; the files of the embedded PostgreSQL are in DATA_DIR/postgres.';

async function version(source: DataSource): Promise<Finding> {
  const [row] = await source.query<[{ number: number; name: string; standby: boolean }]>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name,
            pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS standby`,
  );
  if (row.number < MIN_VERSION * 10_000)
    return fail(`PostgreSQL ${row.name} is too old`, `Upgrade it to PostgreSQL ${MIN_VERSION} or later.`);
  if (row.standby)
    return fail(`PostgreSQL ${row.name} takes no writes`, 'Let DATABASE_URL lead to the primary, not to a replica.');
  return ok(`PostgreSQL ${row.name} answers and takes writes`);
}
