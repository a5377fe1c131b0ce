import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionPush1764000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What was registered so far are FCM tokens.
      ALTER TABLE sessions
        ADD COLUMN push_kind text,
        ADD COLUMN push_keys text,
        ADD COLUMN device_key bytea;
      UPDATE sessions SET push_kind = 'fcm', device_key = sha256(convert_to(push_token, 'UTF8'))
      WHERE push_token IS NOT NULL;
      ALTER TABLE sessions
        ADD CONSTRAINT sessions_push_whole CHECK ((push_token IS NULL) = (push_kind IS NULL)),
        ADD CONSTRAINT sessions_push_keys CHECK ((push_keys IS NOT NULL) = coalesce(push_kind = 'webpush', false));

      -- Endpoints and tokens may be longer than a B-tree takes (2,704 bytes), and are only ever compared.
      DROP INDEX sessions_push_token;
      CREATE INDEX sessions_push_token ON sessions USING hash (push_token) WHERE push_token IS NOT NULL;

      -- Ended ones too: whether a device was seen before, and the end of an account, ask for all.
      CREATE INDEX sessions_of_user ON sessions (user_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX sessions_of_user, sessions_push_token;
      ALTER TABLE sessions DROP CONSTRAINT sessions_push_whole, DROP CONSTRAINT sessions_push_keys;
      UPDATE sessions SET push_token = NULL WHERE push_kind <> 'fcm' OR octet_length(push_token) > 2700;
      ALTER TABLE sessions DROP COLUMN push_kind, DROP COLUMN push_keys, DROP COLUMN device_key;
      CREATE INDEX sessions_push_token ON sessions (push_token) WHERE push_token IS NOT NULL;
    `);
  }
}
