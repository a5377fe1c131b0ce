import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ServiceNodes1795745002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Unlogged: what is in it is true for seconds, and a standby has no use for it.
      CREATE UNLOGGED TABLE service_nodes (
        id uuid PRIMARY KEY,
        host text NOT NULL,
        pid integer NOT NULL,
        started_at timestamptz(3) NOT NULL,
        reported_at timestamptz(3) NOT NULL,
        stale_ms integer NOT NULL,
        sockets integer NOT NULL,
        followers jsonb NOT NULL
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE service_nodes');
  }
}
