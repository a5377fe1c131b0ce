import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A link that changes the address is void once the session that asked for it was ended by others. */
export class EmailChangeSession1764200008000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE one_time_tokens ADD COLUMN session_id uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE one_time_tokens DROP COLUMN session_id');
  }
}
