import { DatabaseLinks, type Settings, SettingsError } from '#platform';
import type { DataSource } from 'typeorm';
import { reasonOf } from '../errors';
import type { Check } from './check';
import { fail, type Finding, ok, warn } from './finding';

/** One for LISTEN, ten for jobs. */
const CONNECTIONS_BESIDE_POOL = 11;

/** What stands before PostgreSQL; without a pooler, whether PostgreSQL allows as many connections as the service opens. */
export const connectionsCheck: Check = {
  name: 'connections',
  async run(context) {
    const source = await context.database();
    const { url } = source.options as { url: string };
    const links = new DatabaseLinks({ ...context.settings, DATABASE_URL: url });
    try {
      await links.inspect();
    } catch (error) {
      return errorsOf(error, context.settings);
    }
    if (links.pooler === 'none')
      return [ok('no pooler stands before PostgreSQL'), await limit(source, context.settings)];
    const found = `DATABASE_URL leads to a pooler in ${links.pooler} mode`;
    const [row] = await source.query<[{ statement_timeout: string }]>('SHOW statement_timeout');
    return [
      row.statement_timeout === '0'
        ? warn(`${found}, and no statement_timeout is set`, 'Set one: ALTER ROLE … SET statement_timeout.')
        : ok(found),
    ];
  },
};

function errorsOf(error: unknown, { DATABASE_DIRECT_URL }: Settings): Finding[] {
  if (error instanceof SettingsError)
    return error.errors.map((message) => fail(message, 'See "A pooler" in docs/database.md.'));
  // The other address has just answered.
  if (!DATABASE_DIRECT_URL) throw error;
  return [fail(`DATABASE_DIRECT_URL can't be reached: ${reasonOf(error)}`, 'Correct it, or start what it leads to.')];
}

async function limit(source: DataSource, settings: Settings): Promise<Finding> {
  const needed = (settings.DATABASE_POOL_SIZE + CONNECTIONS_BESIDE_POOL) * settings.WEB_CONCURRENCY;
  const [row] = await source.query<[{ allowed: number; others: number }]>(
    `SELECT least(
              current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int,
              (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database() AND NOT rolsuper),
              nullif(rolconnlimit, -1)) AS allowed,
            (SELECT count(*)::int FROM pg_stat_activity
             WHERE backend_type = 'client backend' AND application_name NOT LIKE 'collabsphere-%') AS others
     FROM pg_roles WHERE rolname = current_user`,
  );
  const found =
    `PostgreSQL allows ${row.allowed} connections, the processes here open up to ${needed} ` +
    `((DATABASE_POOL_SIZE ${settings.DATABASE_POOL_SIZE} + ${CONNECTIONS_BESIDE_POOL}) × WEB_CONCURRENCY ` +
    `${settings.WEB_CONCURRENCY}), others have ${row.others}`;
  const action = 'Raise max_connections, lower DATABASE_POOL_SIZE or WEB_CONCURRENCY, or use a pooler.';
  if (needed > row.allowed) return fail(found, action);
  return needed + row.others > row.allowed ? warn(found, action) : ok(found);
}
