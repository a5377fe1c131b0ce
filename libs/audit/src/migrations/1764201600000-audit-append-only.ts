import type { MigrationInterface, QueryRunner } from 'typeorm';

const writers = ['audit_append(audit_log)', 'audit_erase(uuid)', 'audit_append_deletion(audit_log)'];

/**
 * Entries can't be edited or deleted by SQL, except that a part may be erased when an account is deleted. The functions
 * that write run with the rights of the tables' owner, so that the service's own user needs none.
 */
export class AuditAppendOnly1764201600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- Nested, since OLD and NEW are not there in every operation.
        IF TG_OP = 'UPDATE' THEN
          IF (OLD.seq, OLD.id, OLD.at, OLD.action, OLD.hash, OLD.details_digest, OLD.origin_digest)
            IS NOT DISTINCT FROM (NEW.seq, NEW.id, NEW.at, NEW.action, NEW.hash, NEW.details_digest, NEW.origin_digest)
            AND (OLD.actor_id, OLD.subject_id) IS NOT DISTINCT FROM (NEW.actor_id, NEW.subject_id)
            AND ((NEW.details, NEW.details_salt) IS NOT DISTINCT FROM (OLD.details, OLD.details_salt)
              OR NEW.details = '{}' AND NEW.details_salt IS NULL)
            AND ((audit_origin(NEW), NEW.origin_salt) IS NOT DISTINCT FROM (audit_origin(OLD), OLD.origin_salt)
              OR audit_origin(NEW) = '[null, null, null]' AND NEW.origin_salt IS NULL)
          THEN
            RETURN NEW;
          END IF;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
        FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
      CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
    `);
    const [{ schema }] = await queryRunner.query('SELECT quote_ident(current_schema()) AS schema');
    for (const writer of writers)
      // A fixed path: the caller must not be able to put a table of its own in the way.
      await queryRunner.query(`ALTER FUNCTION ${writer} SECURITY DEFINER SET search_path = ${schema}, pg_temp`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const writer of writers)
      await queryRunner.query(`ALTER FUNCTION ${writer} SECURITY INVOKER RESET search_path`);
    await queryRunner.query(`
      DROP TRIGGER audit_log_no_truncate ON audit_log;
      DROP TRIGGER audit_log_append_only ON audit_log;
      DROP FUNCTION audit_refuse_change;
    `);
  }
}
