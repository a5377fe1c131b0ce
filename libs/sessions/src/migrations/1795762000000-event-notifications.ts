import type { MigrationInterface, QueryRunner } from 'typeorm';
import { inShortTransaction } from '#platform';

/**
 * The trigger runs once for a statement. It still sends each event by itself, in the same form: a process of 0.1.0, which may
 * run beside this version, takes one event from a notification and would miss the others.
 */
export class EventNotifications1795762000000 implements MigrationInterface {
  /** `inShortTransaction` begins its own. */
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await inShortTransaction(
      queryRunner,
      `
      CREATE OR REPLACE FUNCTION notify_authorization_events() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        event jsonb;
      BEGIN
        FOR event IN
          SELECT authorization_event_json(recorded::authorization_events) FROM recorded ORDER BY recorded.seq
        LOOP
          -- NOTIFY takes less than 8,000 bytes.
          IF octet_length(event::text) > 7900 THEN
            event := jsonb_build_object('seq', event -> 'seq');
          END IF;
          PERFORM pg_notify('authorization_events', event::text);
        END LOOP;
        RETURN NULL;
      END $$;
      DROP TRIGGER authorization_events_notify ON authorization_events;
      CREATE TRIGGER authorization_events_notify AFTER INSERT ON authorization_events
        REFERENCING NEW TABLE AS recorded FOR EACH STATEMENT EXECUTE FUNCTION notify_authorization_events();
      DROP FUNCTION IF EXISTS notify_authorization_event;`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await inShortTransaction(
      queryRunner,
      `
      CREATE FUNCTION notify_authorization_event() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        body text := authorization_event_json(NEW)::text;
      BEGIN
        IF octet_length(body) > 7900 THEN
          body := jsonb_build_object('seq', NEW.seq)::text;
        END IF;
        PERFORM pg_notify('authorization_events', body);
        RETURN NULL;
      END $$;
      DROP TRIGGER authorization_events_notify ON authorization_events;
      CREATE TRIGGER authorization_events_notify AFTER INSERT ON authorization_events
        FOR EACH ROW EXECUTE FUNCTION notify_authorization_event();
      DROP FUNCTION notify_authorization_events;`,
    );
  }
}
