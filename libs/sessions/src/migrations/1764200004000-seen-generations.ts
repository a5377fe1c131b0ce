import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SeenGenerations1764200004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The newest generation (counter) of which a token was sent to any process. Of the sessions that there are nobody
      -- knows it: their last refresh counts as one whose answer was lost, so that nobody is signed out who waits for
      -- it. A stolen token is found out at the next rotation.
      ALTER TABLE sessions ADD COLUMN seen_generation integer NOT NULL DEFAULT 0;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE sessions DROP COLUMN seen_generation');
  }
}
