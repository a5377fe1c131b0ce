import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the link "That was not me" of a session's mail was used first. */
export class DisownedSessions1764200001001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE sessions ADD COLUMN disowned_at timestamptz(3)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE sessions DROP COLUMN disowned_at');
  }
}
