import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How long an event is kept is no longer the word of the process that writes it, which knows only its own
 * `ACCESS_TOKEN_TTL`: tokens of 24 h, the longest that the setting allows, may be out, or come after a restart. Processes
 * of the version before, which name an end themselves, are overruled while they still run. What they wrote is kept for
 * as long.
 */
export class RevocationLifetimes1764200002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- 24 h and an hour: more than any clocks may differ that are looked after.
      CREATE FUNCTION keep_authorization_event() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.expires_at := NEW.at + interval '25 hours';
        RETURN NEW;
      END $$;
      CREATE TRIGGER authorization_events_keep BEFORE INSERT ON authorization_events
        FOR EACH ROW EXECUTE FUNCTION keep_authorization_event();
      UPDATE authorization_events SET expires_at = at + interval '25 hours';
      CREATE INDEX authorization_events_at ON authorization_events (at);

      -- Whoever changes them, and by whatever way: every process hears of it when it is committed.
      CREATE FUNCTION notify_signing_keys() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('signing_keys', '');
        RETURN NULL;
      END $$;
      CREATE TRIGGER signing_keys_notify AFTER INSERT OR UPDATE OR DELETE ON signing_keys
        FOR EACH STATEMENT EXECUTE FUNCTION notify_signing_keys();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER signing_keys_notify ON signing_keys;
      DROP TRIGGER authorization_events_keep ON authorization_events;
      DROP INDEX authorization_events_at;
      DROP FUNCTION notify_signing_keys, keep_authorization_event;
    `);
  }
}
