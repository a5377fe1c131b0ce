import type { MigrationInterface, QueryRunner } from 'typeorm';
import { WRITERS_BEFORE } from './sql/audit-pending-before.sql';
import { CHAIN, TABLE, WRITERS } from './sql/audit-pending.sql';

const definers = [
  'audit_append(audit_log)',
  'audit_append_at_once(audit_log)',
  'audit_append_deletion(audit_log)',
  'audit_append_pending()',
];

/**
 * No writer waits for the end of the chain. Who finds it locked leaves the entry in `audit_pending`, in the same
 * transaction; it is appended after the commit, in batches.
 */
export class AuditPending1795760000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${TABLE}
      ${CHAIN}
      DROP FUNCTION audit_append, audit_append_deletion;
      ${WRITERS}
    `);
    await secure(queryRunner, definers);
    // It has a limit of its own, so that a reader does not wait for a transaction that hangs.
    await queryRunner.query(`ALTER FUNCTION audit_append_pending() SET lock_timeout = '2s'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        WHILE audit_append_pending() > 0 LOOP END LOOP;
      END $$;
      DROP FUNCTION audit_append, audit_append_at_once, audit_append_deletion, audit_append_pending,
        audit_chain_pending, audit_chain;
      DROP TABLE audit_pending;
      DROP FUNCTION audit_pending_refuse_change;
      ${WRITERS_BEFORE}
    `);
    await secure(queryRunner, ['audit_append(audit_log)', 'audit_append_deletion(audit_log)']);
  }
}

async function secure(queryRunner: QueryRunner, functions: string[]): Promise<void> {
  const [{ schema }] = await queryRunner.query('SELECT quote_ident(current_schema()) AS schema');
  for (const name of functions)
    // A fixed path: the caller must not be able to put a table of its own in the way.
    await queryRunner.query(`ALTER FUNCTION ${name} SECURITY DEFINER SET search_path = ${schema}, pg_temp`);
}
