import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Push1764000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- One row at the most: browsers bind their subscriptions to this key.
      CREATE TABLE web_push_keys (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        public_key text NOT NULL,
        sealed_private_key text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );

      CREATE TABLE notifications (
        id uuid PRIMARY KEY,
        sender text NOT NULL,
        kind text NOT NULL,
        sealed_content text NOT NULL,
        urgency text NOT NULL,
        ttl integer NOT NULL,
        collapse_key text,
        only_if_offline boolean NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX notifications_expires_at ON notifications (expires_at);

      -- A device (session) that gets it, or the one mail instead.
      CREATE TABLE deliveries (
        id uuid PRIMARY KEY,
        notification_id uuid NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        session_id uuid REFERENCES sessions (id) ON DELETE CASCADE,
        silent boolean NOT NULL DEFAULT false,
        state text NOT NULL DEFAULT 'waiting',
        attempts integer NOT NULL DEFAULT 0,
        last_answer text,
        done_at timestamptz(3)
      );
      CREATE UNIQUE INDEX deliveries_once ON deliveries (notification_id, user_id, session_id) NULLS NOT DISTINCT;
      CREATE INDEX deliveries_user ON deliveries (user_id);
      CREATE INDEX deliveries_session ON deliveries (session_id);

      CREATE TABLE notification_requests (
        sender text NOT NULL,
        target text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        answer jsonb,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (sender, target, key)
      );
      CREATE INDEX notification_requests_created_at ON notification_requests (created_at);

      -- Only what somebody has chosen; the defaults stand in the code.
      CREATE TABLE notification_preferences (
        user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        kinds jsonb NOT NULL DEFAULT '{}',
        quiet_hours jsonb,
        dnd text,
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE notification_preferences, notification_requests, deliveries, notifications, web_push_keys',
    );
  }
}
