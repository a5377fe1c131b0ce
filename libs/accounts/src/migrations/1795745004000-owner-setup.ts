import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OwnerSetup1795745004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE owner_setup_tokens (
        hash bytea PRIMARY KEY,
        expires_at timestamptz(3) NOT NULL
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE owner_setup_tokens');
  }
}
