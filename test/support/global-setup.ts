import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../libs/platform/src/database/embedded-postgres';
import { PgBouncer } from './pgbouncer';

/** Tests lose nothing in a crash, so nothing need be written through. */
const FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/**
 * One PostgreSQL for the whole run: `DATABASE_URL`, or an embedded one. Each test file gets a database of its own. With
 * `TEST_POOLER=1` the apps of the tests reach it by way of PgBouncer in transaction mode.
 */
export default async function globalSetup(): Promise<void> {
  // Some tests start the built programs. Types are checked elsewhere: what compiles is tested.
  spawnSync(process.execPath, [join(__dirname, '../../tools/build-if-stale.mjs')], { stdio: ['ignore', 2, 2] });
  const state = globalThis as { testPostgres?: EmbeddedPostgres; testFolder?: string; testPooler?: PgBouncer };
  if (!process.env.DATABASE_URL) {
    state.testFolder = await mkdtemp(join(tmpdir(), 'collabsphere-test-'));
    state.testPostgres = await EmbeddedPostgres.open(state.testFolder, { flags: FLAGS });
  }
  process.env.TEST_POSTGRES_URL = process.env.DATABASE_URL || state.testPostgres!.url;
  if (process.env.TEST_POOLER) {
    state.testPooler = await PgBouncer.open();
    process.env.TEST_POOLER_URL = state.testPooler.urlOf(process.env.TEST_POSTGRES_URL);
  }
  process.env.TEST_TEMPLATE = `collabsphere_template_${process.pid}`;
  process.env.TEST_REDIS_URL = process.env.REDIS_URL ?? '';
}
