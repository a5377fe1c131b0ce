import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Services1764000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE services (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        name_key text NOT NULL CONSTRAINT services_name_key UNIQUE,
        scopes text[] NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        created_by uuid REFERENCES users (id) ON DELETE SET NULL
      );
      CREATE INDEX services_created_by ON services (created_by) WHERE created_by IS NOT NULL;

      CREATE TABLE service_secrets (
        id uuid PRIMARY KEY,
        service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
        hash bytea NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3),
        last_used_at timestamptz(3)
      );
      CREATE INDEX service_secrets_service ON service_secrets (service_id, created_at);

      -- Tokens that are out, so that they can be called back: their ids, never themselves.
      CREATE TABLE service_tokens (
        id uuid PRIMARY KEY,
        service_id uuid NOT NULL REFERENCES services (id) ON DELETE CASCADE,
        secret_id uuid REFERENCES service_secrets (id) ON DELETE SET NULL,
        scopes text[] NOT NULL,
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX service_tokens_service ON service_tokens (service_id);
      CREATE INDEX service_tokens_secret ON service_tokens (secret_id);
      CREATE INDEX service_tokens_expires_at ON service_tokens (expires_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE service_tokens, service_secrets, services');
  }
}
