import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OneTimeTokens1763856005000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE one_time_tokens (
        hash bytea PRIMARY KEY,
        purpose text NOT NULL,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        email text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL,
        claimed_at timestamptz(3),
        used_at timestamptz(3)
      );
      CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id, purpose);
      CREATE INDEX one_time_tokens_expires_at ON one_time_tokens (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE one_time_tokens');
  }
}
