import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ImportedAccounts1795751500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE imported_accounts (
        key bytea PRIMARY KEY,
        user_id uuid CONSTRAINT imported_accounts_user_id_fkey REFERENCES users (id) ON DELETE SET NULL,
        imported_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX imported_accounts_user ON imported_accounts (user_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE imported_accounts');
  }
}
