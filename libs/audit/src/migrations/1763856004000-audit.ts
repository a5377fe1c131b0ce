import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Audit1763856004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // No foreign keys: an entry outlives the account that it is about.
    await queryRunner.query(`
      CREATE TABLE audit_log (
        seq bigint PRIMARY KEY,
        id uuid NOT NULL UNIQUE,
        at timestamptz(3) NOT NULL,
        action text NOT NULL,
        actor_id uuid,
        subject_id uuid,
        details jsonb NOT NULL,
        ip text,
        user_agent text,
        request_id text,
        hash bytea NOT NULL
      );
      CREATE INDEX audit_log_at ON audit_log (at, seq);
      CREATE INDEX audit_log_actor ON audit_log (actor_id, seq);
      CREATE INDEX audit_log_subject ON audit_log (subject_id, seq);
      CREATE INDEX audit_log_action ON audit_log (action, seq);

      -- The end of the chain: so that it is found too if the newest entries are cut off.
      CREATE TABLE audit_head (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        seq bigint NOT NULL,
        hash bytea NOT NULL
      );
      INSERT INTO audit_head (seq, hash) VALUES (0, sha256(''));

      -- SHA-256 over the hash of the entry before and everything that this one says.
      CREATE FUNCTION audit_hash(previous bytea, entry audit_log) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
        SELECT sha256(previous || convert_to(jsonb_build_array(
          entry.seq, entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), entry.action,
          entry.actor_id, entry.subject_id, entry.details, entry.ip, entry.user_agent, entry.request_id)::text, 'UTF8'))
      $$;

      -- Writers queue on the head's row, in the last statement of their transaction: for an insert and a commit each.
      CREATE FUNCTION audit_append(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        head audit_head;
      BEGIN
        SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
        entry.seq := head.seq + 1;
        entry.at := clock_timestamp();
        entry.hash := audit_hash(head.hash, entry);
        INSERT INTO audit_log SELECT entry.*;
        UPDATE audit_head SET seq = entry.seq, hash = entry.hash;
      END $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION audit_append, audit_hash;
      DROP TABLE audit_head, audit_log;
    `);
  }
}
