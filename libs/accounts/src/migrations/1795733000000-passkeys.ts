import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Passkeys1795733000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE passkeys (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT passkeys_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        credential_id bytea NOT NULL,
        public_key bytea NOT NULL,
        counter bigint NOT NULL,
        transports text[] NOT NULL,
        backup_eligible boolean NOT NULL,
        backed_up boolean NOT NULL,
        name text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_used_at timestamptz(3)
      );
      CREATE INDEX passkeys_user ON passkeys (user_id);
      CREATE UNIQUE INDEX passkeys_credential_id ON passkeys (credential_id);
      CREATE TABLE passkey_challenges (
        id uuid NOT NULL,
        purpose text NOT NULL,
        challenge text NOT NULL,
        user_id uuid CONSTRAINT passkey_challenges_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        expires_at timestamptz(3) NOT NULL,
        PRIMARY KEY (id, purpose)
      );
      CREATE INDEX passkey_challenges_user ON passkey_challenges (user_id);
      CREATE INDEX passkey_challenges_expires_at ON passkey_challenges (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE passkeys, passkey_challenges');
  }
}
