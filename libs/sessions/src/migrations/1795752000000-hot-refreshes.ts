import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HotRefreshes1795752000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A refresh writes when a session was active and when it expires. No index has these columns, so that it writes the
      -- row alone (HOT), in the space that is left free in its page. A user has at most 100 live sessions to sort.
      CREATE INDEX sessions_live ON sessions (user_id) WHERE revoked_at IS NULL;
      DROP INDEX sessions_live_of_user;
      ALTER INDEX sessions_live RENAME TO sessions_live_of_user;
      -- No statement used it.
      DROP INDEX sessions_refresh_expires_at;
      ALTER TABLE sessions SET (fillfactor = 85);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE sessions RESET (fillfactor);
      CREATE INDEX sessions_refresh_expires_at ON sessions (refresh_expires_at);
      DROP INDEX sessions_live_of_user;
      CREATE INDEX sessions_live_of_user ON sessions (user_id, last_active_at DESC) WHERE revoked_at IS NULL;
    `);
  }
}
