import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UserNotes1795745003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE user_notes (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT user_notes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        -- A note outlives the account of its author.
        author_id uuid CONSTRAINT user_notes_author_id_fkey REFERENCES users (id) ON DELETE SET NULL,
        text text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX user_notes_user ON user_notes (user_id, id);
      CREATE INDEX user_notes_author ON user_notes (author_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE user_notes');
  }
}
