import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Users1763856001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // email_key comes before username_key: of two taken names PostgreSQL reports the first index.
    await queryRunner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        email_key text NOT NULL CONSTRAINT users_email_key UNIQUE,
        email_verified boolean NOT NULL DEFAULT false,
        username text NOT NULL,
        username_key text NOT NULL CONSTRAINT users_username_key UNIQUE,
        full_name text NOT NULL,
        full_name_key text NOT NULL,
        bio text NOT NULL DEFAULT '',
        avatar text,
        password_hash text NOT NULL,
        date_joined timestamptz(3) NOT NULL DEFAULT now(),
        last_seen timestamptz(3),
        banned_at timestamptz(3),
        banned_until timestamptz(3),
        ban_reason text,
        deactivated_at timestamptz(3),
        -- What the admins' search looks through; the line break keeps a match within one of the three.
        search text NOT NULL GENERATED ALWAYS AS (email_key || E'\\n' || username_key || E'\\n' || full_name_key) STORED
      );
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE INDEX users_search ON users USING gin (search gin_trgm_ops);
      -- Of a sample of 100 one chance match makes a rare name look common, and the search go the long way.
      ALTER TABLE users ALTER COLUMN search SET STATISTICS 1000;
      -- Shorter searches than three letters have no trigram: they look at beginnings.
      CREATE INDEX users_email_start ON users (email_key text_pattern_ops);
      CREATE INDEX users_username_start ON users (username_key text_pattern_ops, id);
      CREATE INDEX users_date_joined ON users (date_joined, id);
      CREATE INDEX users_last_seen ON users (coalesce(last_seen, '-infinity'), id);
      CREATE INDEX users_banned ON users (date_joined, id) WHERE banned_at IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE users CASCADE');
  }
}
