import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionNetwork1795731203000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A network from which the user signed in is no stranger's. IPv6 addresses of earlier sessions stay unknown.
      ALTER TABLE sessions ADD COLUMN network text;
      UPDATE sessions SET network = regexp_replace(ip, '\\.\\d+$', '.0/24') WHERE ip ~ '^\\d+(\\.\\d+){3}$';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE sessions DROP COLUMN network');
  }
}
