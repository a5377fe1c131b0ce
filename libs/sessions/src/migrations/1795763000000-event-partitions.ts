import { inShortTransaction } from '#platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DROP_FUNCTIONS, FUNCTIONS, SECURE_FUNCTIONS } from './sql/event-partition-functions.sql';
import { FIRST_KEY, LOCK, ONE_TABLE, PARTITIONED } from './sql/event-tables.sql';

/**
 * The events become partitions, one for each day (UTC), so that those of a day are dropped at once. The table that is there
 * becomes the first partition as it is.
 */
export class EventPartitions1795763000000 implements MigrationInterface {
  /** Each step is a transaction of its own, so that no lock lasts. Repeated after a crash it begins anew. */
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await isPartitioned(queryRunner)) return;
    await inShortTransaction(queryRunner, FIRST_KEY);
    await inShortTransaction(
      queryRunner,
      LOCK,
      PARTITIONED,
      FUNCTIONS,
      SECURE_FUNCTIONS,
      'SELECT authorization_events_add_partitions()',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await inShortTransaction(queryRunner, LOCK, DROP_FUNCTIONS, ONE_TABLE);
  }
}

async function isPartitioned(queryRunner: QueryRunner): Promise<boolean> {
  const [{ kind }] = await queryRunner.query(
    `SELECT relkind AS kind FROM pg_class WHERE oid = 'authorization_events'::regclass`,
  );
  return kind === 'p';
}
