import { schema } from '#composition';
import { DatabaseLinks, type Settings, SettingsError } from '#platform';
import { DataSource, MigrationExecutor } from 'typeorm';
import type { Check } from './check';
import { DatabaseUnavailable, type DoctorContext } from './doctor-context';
import { fail, type Finding, ok, warn } from './finding';

const MIN_VERSION = 15;
/** What migrations create. */
const EXTENSIONS = ['pg_trgm'];

export const databaseCheck: Check = {
  name: 'database',
  async run(context) {
    if (context.isDatabaseMissing)
      return [
        warn('there is no embedded database yet', 'Nothing, if the service has never run: its first start makes it.'),
      ];
    try {
      await context.database();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      return [fail(`it can't be reached: ${error.message}`, reachAction(context.settings))];
    }
    return inspect(context);
  },
};

async function inspect(context: DoctorContext): Promise<Finding[]> {
  const source = await context.database();
  return [
    await version(source),
    await migrations(source),
    await extensions(source),
    ...(await pooler(source, context)),
  ];
}

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

async function migrations(source: DataSource): Promise<Finding> {
  const pending = await new MigrationExecutor(source).getPendingMigrations();
  if (pending.length === 0) return ok(`all ${schema.migrations.length} migrations have run`);
  return warn(
    `${pending.length} of ${schema.migrations.length} migrations have not run, the first is ${pending[0]!.name}`,
    'They run at the next start, or by npm run cli -- migrate.',
  );
}

async function extensions(source: DataSource): Promise<Finding> {
  const rows = await source.query<{ name: string; installed_version: string | null }[]>(
    'SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY ($1)',
    [EXTENSIONS],
  );
  const unavailable = EXTENSIONS.filter((extension) => !rows.some(({ name }) => name === extension));
  if (unavailable.length > 0)
    return fail(`the server lacks the extension ${unavailable.join(', ')}`, 'Install the package postgresql-contrib.');
  const missing = rows.filter(({ installed_version }) => installed_version === null).map(({ name }) => name);
  if (missing.length > 0)
    return warn(`the extension ${missing.join(', ')} is not in the database`, 'The migrations create it.');
  return ok(`the extension ${EXTENSIONS.join(', ')} is there`);
}

/** `connections` of the pooler are its own affair; without one they are compared with what PostgreSQL allows. */
async function pooler(source: DataSource, { settings }: DoctorContext): Promise<Finding[]> {
  const { url } = source.options as { url: string };
  const links = new DatabaseLinks({ ...settings, DATABASE_URL: url });
  try {
    await links.inspect();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.errors.map((message) => fail(message, 'See "A pooler" in docs/database.md.'));
  }
  if (links.pooler === 'none') return [ok('no pooler stands before PostgreSQL'), await connections(source, settings)];
  const found = `DATABASE_URL leads to a pooler in ${links.pooler} mode`;
  const [row] = await source.query<[{ statement_timeout: string }]>('SHOW statement_timeout');
  return [
    row.statement_timeout === '0'
      ? warn(`${found}, and no statement_timeout is set`, 'Set one: ALTER ROLE … SET statement_timeout.')
      : ok(found),
  ];
}

/** One for LISTEN, ten for jobs. */
const CONNECTIONS_BESIDE_POOL = 11;

async function connections(source: DataSource, settings: Settings): Promise<Finding> {
  const needed = (settings.DATABASE_POOL_SIZE + CONNECTIONS_BESIDE_POOL) * settings.WEB_CONCURRENCY;
  const [row] = await source.query<[{ allowed: number; others: number }]>(
    `SELECT least(
              current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int,
              (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
              (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user)) AS allowed,
            (SELECT count(*)::int FROM pg_stat_activity
             WHERE backend_type = 'client backend' AND application_name NOT LIKE 'collabsphere-%') AS others`,
  );
  const found =
    `PostgreSQL allows ${row.allowed} connections, the processes here open up to ${needed} ` +
    `((DATABASE_POOL_SIZE ${settings.DATABASE_POOL_SIZE} + ${CONNECTIONS_BESIDE_POOL}) × WEB_CONCURRENCY ` +
    `${settings.WEB_CONCURRENCY}), others have ${row.others}`;
  const action = 'Raise max_connections, lower DATABASE_POOL_SIZE or WEB_CONCURRENCY, or use a pooler.';
  if (needed > row.allowed) return fail(found, action);
  return needed + row.others > row.allowed ? warn(found, action) : ok(found);
}
