import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import type { EmbeddedPostgres } from '../../libs/platform/src/database/embedded-postgres';
import type { PgBouncer } from './pgbouncer';

export default async function globalTeardown(): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${process.env.TEST_TEMPLATE} WITH (FORCE)`);
  await client.end();
  const { testPostgres, testFolder, testPooler } = globalThis as {
    testPostgres?: EmbeddedPostgres;
    testFolder?: string;
    testPooler?: PgBouncer;
  };
  await testPooler?.close();
  await testPostgres?.close();
  if (testFolder) await rm(testFolder, { recursive: true, force: true });
}
