import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DataExports1795745005000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE data_exports (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        format text NOT NULL,
        filter jsonb NOT NULL,
        requester_id uuid NOT NULL CONSTRAINT data_exports_requester_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        state text NOT NULL DEFAULT 'waiting',
        attempts integer NOT NULL DEFAULT 0,
        rows integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        finished_at timestamptz(3),
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX data_exports_requester ON data_exports (requester_id, id);
      CREATE INDEX data_exports_expires_at ON data_exports (expires_at);

      CREATE TABLE data_export_chunks (
        export_id uuid NOT NULL
          CONSTRAINT data_export_chunks_export_id_fkey REFERENCES data_exports (id) ON DELETE CASCADE,
        number integer NOT NULL,
        content text NOT NULL,
        PRIMARY KEY (export_id, number)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE data_export_chunks, data_exports');
  }
}
