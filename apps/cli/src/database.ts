import { loadSettings, schema } from '#composition';
import { directDatabaseUrl, EmbeddedPostgres, migrate, type Settings } from '#platform';
import { Client } from 'pg';
import { CommandError, reasonOf } from './errors';

/**
 * Runs `work` on the database of the service, brought up to date. The embedded one is shared with a running service;
 * without one it is started, and stopped afterwards.
 * @param work gets settings with a `DATABASE_URL`, and the names of migrations that ran now
 */
export async function withDatabase(work: (settings: Settings, ran: string[]) => Promise<void>): Promise<void> {
  const settings = loadSettings();
  const { url, close } = await openDatabase(settings);
  try {
    const known = { ...settings, DATABASE_URL: url };
    await assertReachable(directDatabaseUrl(known), settings.DATABASE_CONNECT_TIMEOUT);
    await work(known, await migrate(directDatabaseUrl(known), schema.migrations));
  } finally {
    await close();
  }
}

/** The address of the database; the embedded one is started, unless a service runs, until `close`. */
export async function openDatabase(settings: Settings): Promise<{ url: string; close(): Promise<void> }> {
  if (settings.DATABASE_URL) return { url: settings.DATABASE_URL, close: async () => undefined };
  const embedded = await EmbeddedPostgres.open(settings.DATA_DIR, { share: true });
  const onInterrupt = () => void embedded.close().finally(() => process.exit(130));
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  return {
    url: embedded.url,
    close: () => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
      return embedded.close();
    },
  };
}

/** The service waits for a database that is still starting; a person wants to know at once. */
async function assertReachable(url: string, timeoutSeconds: number): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: timeoutSeconds * 1000 });
  try {
    await client.connect();
  } catch (cause) {
    throw new CommandError(`The database can't be reached: ${reasonOf(cause)}`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}
