import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BreachedPasswords1764200020000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE breached_password_lists (
        version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        entries bigint NOT NULL,
        bytes bigint NOT NULL,
        min_count integer NOT NULL,
        imported_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE TABLE breached_password_segments (
        version bigint NOT NULL REFERENCES breached_password_lists (version) ON DELETE CASCADE,
        segment smallint NOT NULL,
        data bytea NOT NULL,
        PRIMARY KEY (version, segment)
      );
      -- Hashes can't be compressed.
      ALTER TABLE breached_password_segments ALTER COLUMN data SET STORAGE EXTERNAL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE breached_password_segments, breached_password_lists');
  }
}
