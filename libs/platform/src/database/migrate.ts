import { Logger as NestLogger } from '@nestjs/common';
import { Logger as JobsLogger, runMigrations } from 'graphile-worker';
import { Client, Pool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { advisoryLocks } from './advisory-locks';

/**
 * Brings the schema up to date. Safe to call from many processes at once.
 * @returns names of the migrations that ran now
 */
export async function migrate(url: string, migrations: DataSourceOptions['migrations']): Promise<string[]> {
  const lock = new Client({
    connectionString: url,
    application_name: 'collabsphere-migrate',
    connectionTimeoutMillis: 10_000,
  });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [advisoryLocks.migrations]);
    // A connection of its own, so that a long migration is not cut by the service's statement timeout.
    const source = await new DataSource({ type: 'postgres', url, migrations, logging: false }).initialize();
    try {
      const ran = await source.runMigrations({ transaction: 'each' });
      await migrateJobs(url);
      if (ran.length > 0) new NestLogger('Migrate').log({ migrations: ran.map(({ name }) => name) });
      return ran.map(({ name }) => name);
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}

/** Its connections may still be closing when an embedded server stops, and cuts them: by then that is no fault. */
async function migrateJobs(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url });
  const ignore = () => undefined;
  pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
  try {
    // Faults are thrown.
    await runMigrations({ pgPool: pool, logger: new JobsLogger(() => () => undefined) });
  } finally {
    await pool.end();
  }
}
