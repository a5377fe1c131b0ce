import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HotRefreshes1795752000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A refresh writes when a session was active and when it expires. No index has these columns, so that it writes the
      -- row alone (HOT), in the space that is left free in its page. sessions_of_user finds the sessions of a user; no new
      -- index is built, which would lock a big table.
      DROP INDEX sessions_live_of_user;
      -- No statement used it.
      DROP INDEX sessions_refresh_expires_at;
      ALTER TABLE sessions SET (fillfactor = 85);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE sessions RESET (fillfactor);
      CREATE INDEX sessions_refresh_expires_at ON sessions (refresh_expires_at);
      CREATE INDEX sessions_live_of_user ON sessions (user_id, last_active_at DESC) WHERE revoked_at IS NULL;
    `);
  }
}
