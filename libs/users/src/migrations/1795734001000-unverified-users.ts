import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UnverifiedUsers1795734001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- For the deletion of accounts that were never verified: they are few among many.
      CREATE INDEX users_unverified ON users (date_joined, id) WHERE NOT email_verified;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX users_unverified');
  }
}
