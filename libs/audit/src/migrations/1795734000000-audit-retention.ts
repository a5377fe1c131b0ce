import type { MigrationInterface, QueryRunner } from 'typeorm';

const writers = ['audit_drop_archived(bigint, bigint, bytea)', 'audit_erase_origins(bigint, bigint, text)'];

/** What the trigger of the append-only log allows: nothing of an entry changes but what is erased, and what is archived goes. */
const refuseChange = (allowArchived: string) => `
  CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
    ${allowArchived}
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
  END $$;`;

const archivedMayGo = `
    IF TG_OP = 'DELETE' THEN
      IF OLD.seq <= (SELECT seq FROM audit_anchor) THEN
        RETURN OLD;
      END IF;
    END IF;`;

export class AuditRetention1795734000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The last entry that was archived and deleted: the chain begins after it. 0 is the beginning of the whole chain.
      CREATE TABLE audit_anchor (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        seq bigint NOT NULL,
        hash bytea NOT NULL,
        -- Up to this entry everything was erased that an entry audit.expire_origins allows.
        erased_seq bigint NOT NULL DEFAULT 0
      );
      INSERT INTO audit_anchor (seq, hash) VALUES (0, sha256(''));
      ${refuseChange(archivedMayGo)}

      -- Moves the anchor over entries that were archived, and deletes them.
      CREATE FUNCTION audit_drop_archived(first_entry bigint, last_entry bigint, last_hash bytea)
      RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE audit_anchor SET seq = last_entry, hash = last_hash WHERE seq = first_entry - 1;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the audit log does not begin with entry %', first_entry;
        END IF;
        DELETE FROM audit_log WHERE seq BETWEEN first_entry AND last_entry;
      END $$;

      -- Erases where entries came from; of the named action the details too, since they have the address as well.
      CREATE FUNCTION audit_erase_origins(after_entry bigint, last_entry bigint, with_details text)
      RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE erased bigint;
      BEGIN
        UPDATE audit_log SET ip = NULL, user_agent = NULL, request_id = NULL, origin_salt = NULL,
          details = CASE WHEN action = with_details THEN '{}' ELSE details END,
          details_salt = CASE WHEN action = with_details THEN NULL ELSE details_salt END
        WHERE seq > after_entry AND seq <= last_entry
          AND (ip IS NOT NULL OR user_agent IS NOT NULL OR request_id IS NOT NULL
            OR action = with_details AND details_salt IS NOT NULL);
        GET DIAGNOSTICS erased = ROW_COUNT;
        UPDATE audit_anchor SET erased_seq = last_entry;
        RETURN erased;
      END $$;
    `);
    const [{ schema }] = await queryRunner.query('SELECT quote_ident(current_schema()) AS schema');
    for (const writer of writers)
      // A fixed path: the caller must not be able to put a table of its own in the way.
      await queryRunner.query(`ALTER FUNCTION ${writer} SECURITY DEFINER SET search_path = ${schema}, pg_temp`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const [anchor] = await queryRunner.query('SELECT seq::text FROM audit_anchor');
    if (anchor.seq !== '0') throw new Error('There is no way back: the audit log no longer has its first entries.');
    await queryRunner.query(`
      ${writers.map((writer) => `DROP FUNCTION ${writer};`).join(' ')}
      ${refuseChange('')}
      DROP TABLE audit_anchor;
    `);
  }
}
