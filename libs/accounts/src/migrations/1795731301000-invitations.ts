import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Invitations1795731301000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        hash bytea NOT NULL CONSTRAINT invitations_hash_key UNIQUE,
        email text NOT NULL,
        email_key text NOT NULL,
        role_id uuid CONSTRAINT invitations_role_id_fkey REFERENCES roles (id) ON DELETE SET NULL,
        role_name text,
        message text,
        invited_by uuid NOT NULL CONSTRAINT invitations_invited_by_fkey REFERENCES users (id) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL,
        accepted_at timestamptz(3),
        accepted_by uuid CONSTRAINT invitations_accepted_by_fkey REFERENCES users (id) ON DELETE CASCADE,
        revoked_at timestamptz(3)
      );
      -- One open invitation for each mailbox.
      CREATE UNIQUE INDEX invitations_pending ON invitations (email_key)
        WHERE accepted_at IS NULL AND revoked_at IS NULL;
      CREATE INDEX invitations_expires_at ON invitations (expires_at);
      CREATE INDEX invitations_invited_by ON invitations (invited_by);
      CREATE INDEX invitations_accepted_by ON invitations (accepted_by);
      CREATE INDEX invitations_role_id ON invitations (role_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE invitations');
  }
}
