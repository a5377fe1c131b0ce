import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Sessions1763856003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        counter integer NOT NULL DEFAULT 0,
        rotated_at timestamptz(3) NOT NULL DEFAULT now(),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_active_at timestamptz(3) NOT NULL DEFAULT now(),
        refresh_expires_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        ip text NOT NULL,
        user_agent text NOT NULL,
        device_name text,
        device_type text,
        push_token text,
        revoked_at timestamptz(3),
        revoked_reason text
      );
      CREATE INDEX sessions_live_of_user ON sessions (user_id, last_active_at DESC) WHERE revoked_at IS NULL;
      CREATE INDEX sessions_push_token ON sessions (push_token) WHERE push_token IS NOT NULL;
      CREATE INDEX sessions_refresh_expires_at ON sessions (refresh_expires_at);

      CREATE TABLE authorization_events (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type text NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz(3) NOT NULL,
        payload jsonb NOT NULL
      );
      CREATE INDEX authorization_events_expires_at ON authorization_events (expires_at);

      -- PostgreSQL sends it exactly if the transaction commits. A payload over 7,900 bytes goes by its number alone:
      -- NOTIFY takes less than 8,000.
      CREATE FUNCTION authorization_event_json(event authorization_events) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT event.payload || jsonb_build_object(
          'seq', event.seq, 'type', event.type, 'at', event.at, 'expires_at', event.expires_at)
      $$;
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
      CREATE TRIGGER authorization_events_notify AFTER INSERT ON authorization_events
        FOR EACH ROW EXECUTE FUNCTION notify_authorization_event();

      CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        public_jwk jsonb NOT NULL,
        sealed_private_key text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        active_at timestamptz(3) NOT NULL DEFAULT now(),
        retires_at timestamptz(3)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE signing_keys, authorization_events, sessions CASCADE;
      DROP FUNCTION IF EXISTS notify_authorization_event, authorization_event_json;
    `);
  }
}
