import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuid } from 'uuid';

interface Head {
  seq: string;
  hash: string;
}

/**
 * The chain is over digests of an entry's contents, no longer over the contents, so that these can be erased when an
 * account is deleted and the chain still verifies.
 */
export class AuditErasure1764028800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const before = await head(queryRunner);
    await queryRunner.query(`
      ALTER FUNCTION audit_hash(bytea, audit_log) RENAME TO audit_hash_of_words;

      -- Two parts: the details are about the subject; where it came from (IP, user agent, request) is about the actor,
      -- or about the subject where nobody is the actor. A part whose salt is gone was erased.
      ALTER TABLE audit_log
        ADD COLUMN details_salt uuid, ADD COLUMN details_digest bytea,
        ADD COLUMN origin_salt uuid, ADD COLUMN origin_digest bytea;

      -- Salted, with 122 random bits: without the salt nobody can find an IP address by trying them all.
      CREATE FUNCTION audit_digest(salt uuid, part jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
        SELECT sha256(uuid_send(salt) || convert_to(part::text, 'UTF8'))
      $$;
      CREATE FUNCTION audit_origin(entry audit_log) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
        SELECT jsonb_build_array(entry.ip, entry.user_agent, entry.request_id)
      $$;
      CREATE FUNCTION audit_seal(entry audit_log) RETURNS audit_log LANGUAGE plpgsql AS $$
      BEGIN
        entry.details_salt := gen_random_uuid();
        entry.origin_salt := gen_random_uuid();
        entry.details_digest := audit_digest(entry.details_salt, entry.details);
        entry.origin_digest := audit_digest(entry.origin_salt, audit_origin(entry));
        RETURN entry;
      END $$;

      CREATE FUNCTION audit_hash(previous bytea, entry audit_log) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
        SELECT sha256(previous || convert_to(jsonb_build_array(
          entry.seq, entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), entry.action,
          entry.actor_id, entry.subject_id, encode(entry.details_digest, 'hex'), encode(entry.origin_digest, 'hex')
        )::text, 'UTF8'))
      $$;

      CREATE OR REPLACE FUNCTION audit_append(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        head audit_head;
      BEGIN
        entry := audit_seal(entry);
        SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
        entry.seq := head.seq + 1;
        entry.at := clock_timestamp();
        entry.hash := audit_hash(head.hash, entry);
        INSERT INTO audit_log SELECT entry.*;
        UPDATE audit_head SET seq = entry.seq, hash = entry.hash;
      END $$;

      -- Those who erase go one after the other, so that no two of them hold entries that the other one wants.
      CREATE FUNCTION audit_erase(person uuid) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(7204110005);
        UPDATE audit_log SET details = '{}', details_salt = NULL
        WHERE subject_id = person AND details_salt IS NOT NULL;
        UPDATE audit_log SET ip = NULL, user_agent = NULL, request_id = NULL, origin_salt = NULL
        WHERE (actor_id = person OR subject_id = person AND actor_id IS NULL) AND origin_salt IS NOT NULL;
      END $$;

      -- Once more with the head locked: what was written meanwhile is seen now, and nothing comes in between.
      CREATE FUNCTION audit_append_deletion(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM audit_head FOR UPDATE;
        PERFORM audit_erase(entry.subject_id);
        PERFORM audit_append(entry);
      END $$;

      -- Each part is what its digest was taken of, or was erased because its person's account went later.
      CREATE FUNCTION audit_fits(entry audit_log, subject_went boolean, source_went boolean)
      RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
        SELECT
          CASE WHEN entry.details_salt IS NOT NULL
            THEN entry.details_digest = audit_digest(entry.details_salt, entry.details)
            ELSE subject_went AND entry.details = '{}' END
          AND CASE WHEN entry.origin_salt IS NOT NULL
            THEN entry.origin_digest = audit_digest(entry.origin_salt, audit_origin(entry))
            ELSE source_went AND audit_origin(entry) = '[null, null, null]' END
      $$;

      -- Entries that are there get new hashes, up to the first that does not fit: a break stays where it was.
      DO $$
      DECLARE
        head audit_head;
        entry audit_log;
        before bytea := sha256('');
        after bytea := sha256('');
        n bigint := 0;
      BEGIN
        SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
        FOR entry IN SELECT * FROM audit_log ORDER BY seq LOOP
          EXIT WHEN entry.seq <> n + 1 OR entry.hash <> audit_hash_of_words(before, entry);
          n := n + 1;
          before := entry.hash;
          entry := audit_seal(entry);
          entry.hash := audit_hash(after, entry);
          after := entry.hash;
          UPDATE audit_log SET hash = entry.hash,
            details_salt = entry.details_salt, details_digest = entry.details_digest,
            origin_salt = entry.origin_salt, origin_digest = entry.origin_digest
          WHERE seq = n;
        END LOOP;
        IF n = head.seq AND before = head.hash THEN
          UPDATE audit_head SET hash = after;
        END IF;
      END $$;

      DROP FUNCTION audit_hash_of_words;
    `);
    if (before.seq === '0' || (await head(queryRunner)).hash === before.hash) return;
    // So that a head which was kept elsewhere can still be held against the log.
    await queryRunner.query('SELECT audit_append(jsonb_populate_record(NULL::audit_log, $1))', [
      { id: uuid(), action: 'audit.rechain', details: { entries: Number(before.seq), head: before.hash } },
    ]);
  }

  async down(): Promise<void> {
    throw new Error('There is no way back: erased words are gone, and the old chain was over them.');
  }
}

async function head(queryRunner: QueryRunner): Promise<Head> {
  const [found] = await queryRunner.query(`SELECT seq::text, encode(hash, 'hex') AS hash FROM audit_head`);
  return found;
}
