import type { MigrationInterface, QueryRunner } from 'typeorm';

const ownerSql = (table: string) =>
  `uuid NOT NULL CONSTRAINT ${table}_user_id_fkey REFERENCES users (id) ON DELETE CASCADE`;

export class SecondFactors1795731203000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE totp_secrets (
        user_id ${ownerSql('totp_secrets')} PRIMARY KEY,
        secret text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        confirmed_at timestamptz(3),
        last_used_step bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE recovery_codes (
        hash bytea PRIMARY KEY,
        user_id ${ownerSql('recovery_codes')},
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX recovery_codes_user ON recovery_codes (user_id);
      CREATE TABLE sign_in_challenges (
        hash bytea PRIMARY KEY,
        user_id ${ownerSql('sign_in_challenges')},
        credential_version integer NOT NULL,
        device_type text,
        device_name text,
        device_token text,
        webauthn_challenge text,
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX sign_in_challenges_user ON sign_in_challenges (user_id);
      CREATE INDEX sign_in_challenges_expires_at ON sign_in_challenges (expires_at);
      CREATE TABLE trusted_devices (
        hash bytea PRIMARY KEY,
        user_id ${ownerSql('trusted_devices')},
        name text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_used_at timestamptz(3),
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX trusted_devices_user ON trusted_devices (user_id);
      CREATE INDEX trusted_devices_expires_at ON trusted_devices (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE totp_secrets, recovery_codes, sign_in_challenges, trusted_devices');
  }
}
