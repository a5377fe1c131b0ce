import { inShortTransaction, untilTransactionsEnd } from '#platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropFunctionsOf, FUNCTIONS, FUNCTIONS_BEFORE, remakeFunctions } from './sql/audit-partition-functions.sql';
import { FIRST_PARTITION, LIMIT, ONE_TABLE, ONE_TABLE_INDEXES, PARTITIONED_TABLE } from './sql/audit-partitions.sql';

const definers = [
  'audit_add_partitions()',
  'audit_drop_partitions()',
  'audit_drop_archived(bigint, bigint, bytea, bigint)',
];
const LOCK_HEAD = 'LOCK TABLE audit_head IN ACCESS EXCLUSIVE MODE';

/**
 * The log becomes partitions of a million entries each, by number. The table that is there becomes the first one as it
 * is: its rows are read once, while others write on, and then it is attached without being read.
 */
export class AuditPartitions1795760001000 implements MigrationInterface {
  /** Each step is a transaction of its own, so that no lock lasts. Repeated after a crash it begins anew. */
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    if (!(await isPartitioned(queryRunner))) await this.divide(queryRunner);
    // A transaction that has called the former functions may still run them. One that lasts longer than is waited for here
    // has come to its lock of the head by then.
    await untilTransactionsEnd(queryRunner);
    await inShortTransaction(queryRunner, `${LOCK_HEAD}; ${dropFunctionsOf('audit_log_1')}`);
  }

  private async divide(queryRunner: QueryRunner): Promise<void> {
    await inShortTransaction(queryRunner, LIMIT);
    try {
      // Others may read and write meanwhile.
      await queryRunner.query('ALTER TABLE audit_log VALIDATE CONSTRAINT audit_log_limit');
      await inShortTransaction(queryRunner, async () => {
        await queryRunner.query(`${LOCK_HEAD}; LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE`);
        await queryRunner.query(remakeFunctions(`${FIRST_PARTITION} ${PARTITIONED_TABLE}`));
        await queryRunner.query(FUNCTIONS);
        await secure(queryRunner, definers);
        await queryRunner.query(`ALTER FUNCTION audit_add_partitions() SET lock_timeout = '500ms'`);
        await queryRunner.query(`ALTER FUNCTION audit_drop_partitions() SET lock_timeout = '500ms'`);
        await queryRunner.query('SELECT audit_add_partitions()');
      });
    } catch (error) {
      // Or it would refuse entries one day.
      await queryRunner.query('ALTER TABLE audit_log DROP CONSTRAINT IF EXISTS audit_log_limit');
      throw error;
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await inShortTransaction(queryRunner, async () => {
      await queryRunner.query(`${LOCK_HEAD}; LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE`);
      await queryRunner.query(FUNCTIONS_BEFORE);
      await secure(queryRunner, ['audit_drop_archived(bigint, bigint, bytea)']);
      await queryRunner.query(remakeFunctions(ONE_TABLE));
      await queryRunner.query(`${dropFunctionsOf('audit_log_partitioned')} DROP TABLE audit_log_partitioned`);
      await queryRunner.query(ONE_TABLE_INDEXES);
    });
  }
}

async function isPartitioned(queryRunner: QueryRunner): Promise<boolean> {
  const [{ kind }] = await queryRunner.query(`SELECT relkind AS kind FROM pg_class WHERE oid = 'audit_log'::regclass`);
  return kind === 'p';
}

async function secure(queryRunner: QueryRunner, functions: string[]): Promise<void> {
  const [{ schema }] = await queryRunner.query('SELECT quote_ident(current_schema()) AS schema');
  for (const name of functions)
    // A fixed path: the caller must not be able to put a table of its own in the way.
    await queryRunner.query(`ALTER FUNCTION ${name} SECURITY DEFINER SET search_path = ${schema}, pg_temp`);
}
