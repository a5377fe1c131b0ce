import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionAuthentication1795731202000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- When and how the user of a session has last authenticated: the claims auth_time and amr. Sessions from before
      -- were started with a password.
      ALTER TABLE sessions
        ADD COLUMN authenticated_at timestamptz(3) NOT NULL DEFAULT now(),
        ADD COLUMN authentication_methods text[] NOT NULL DEFAULT '{pwd}';
      UPDATE sessions SET authenticated_at = created_at;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE sessions DROP COLUMN authenticated_at, DROP COLUMN authentication_methods');
  }
}
