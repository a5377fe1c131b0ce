import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OneTimeTokenVersion1764200003001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE one_time_tokens ADD COLUMN credential_version integer;
      -- What was mailed before stays good: whatever would have made it void has deleted it.
      UPDATE one_time_tokens token SET credential_version = users.credential_version
      FROM users WHERE users.id = token.user_id;
      ALTER TABLE one_time_tokens ALTER COLUMN credential_version SET NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE one_time_tokens DROP COLUMN credential_version');
  }
}
