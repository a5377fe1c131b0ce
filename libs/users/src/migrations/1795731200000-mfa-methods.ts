import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MfaMethods1795731200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Beside the tables of the factors, since each sign-in and each token needs it.
      ALTER TABLE users ADD COLUMN mfa_methods text[] NOT NULL DEFAULT '{}';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users DROP COLUMN mfa_methods');
  }
}
