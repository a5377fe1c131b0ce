import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditVerification1795745006000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_verification (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        requested_at timestamptz(3) NOT NULL,
        finished_at timestamptz(3),
        entries bigint,
        broken_at bigint,
        head text
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_verification');
  }
}
