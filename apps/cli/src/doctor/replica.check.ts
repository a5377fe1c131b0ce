import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { reasonOf } from '../errors';
import type { Check } from './check';
import { newSource } from './doctor-context';
import { fail, type Finding, ok, warn } from './finding';

const POLL_MS = 20;
const IDENTITY = `(SELECT system_identifier FROM pg_control_system()) || '/' || current_database()`;

export const replicaCheck: Check = {
  name: 'replica',
  async run(context) {
    const { settings } = context;
    if (!settings.DATABASE_REPLICA_URL) return [ok('none is set')];
    const primary = await context.database();
    const replica = newSource(settings.DATABASE_REPLICA_URL, settings);
    try {
      await replica.initialize();
    } catch (error) {
      return [
        fail(
          `it can't be reached: ${reasonOf(error)}`,
          'Start it, or correct DATABASE_REPLICA_URL; until then the primary answers everything.',
        ),
      ];
    }
    try {
      return [await compare(primary, replica, settings.DATABASE_REPLICA_MAX_LAG)];
    } finally {
      await replica.destroy();
    }
  },
};

async function compare(primary: DataSource, replica: DataSource, maxLag: number): Promise<Finding> {
  const [position] = await primary.query<[{ lsn: string; identity: string }]>(
    `SELECT pg_current_wal_flush_lsn()::text AS lsn, ${IDENTITY} AS identity`,
  );
  const deadline = Date.now() + maxLag * 1000;
  for (;;) {
    const [state] = await replica.query<[{ identity: string; standby: boolean; current: boolean | null }]>(
      `SELECT ${IDENTITY} AS identity, pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn() >= $1::pg_lsn AS current`,
      [position.lsn],
    );
    if (state.identity !== position.identity || !state.standby)
      return fail('it is no replica of the database', 'Let DATABASE_REPLICA_URL lead to a streaming replica.');
    if (state.current) return ok('it has caught up with the primary');
    if (Date.now() >= deadline)
      return warn('it lags more than DATABASE_REPLICA_MAX_LAG', 'Look at its load and at its network.');
    await sleep(POLL_MS);
  }
}
