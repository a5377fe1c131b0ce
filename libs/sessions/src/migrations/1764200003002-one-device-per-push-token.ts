import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OneDevicePerPushToken1764200003002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Registrations at once could leave a push token on several devices: the newest keeps it. Ids are UUIDv7.
      UPDATE sessions SET push_token = NULL, push_kind = NULL, push_keys = NULL
      WHERE EXISTS (SELECT FROM sessions newer WHERE newer.push_token = sessions.push_token AND newer.id > sessions.id);

      -- By its hash, since a token may be longer than a B-tree takes. A device that has lost its token keeps the hash.
      UPDATE sessions SET device_key = sha256(convert_to(push_token, 'UTF8')) WHERE push_token IS NOT NULL;
      CREATE UNIQUE INDEX sessions_one_per_push_token ON sessions (device_key) WHERE push_token IS NOT NULL;
      ALTER TABLE sessions ADD CONSTRAINT sessions_push_token_hashed CHECK (push_token IS NULL OR device_key IS NOT NULL);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE sessions DROP CONSTRAINT sessions_push_token_hashed;
      DROP INDEX sessions_one_per_push_token;
    `);
  }
}
