import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ActivityCounts1795745001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE activity_counts (
        hour timestamptz(0) NOT NULL,
        kind text NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (hour, kind)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE activity_counts');
  }
}
