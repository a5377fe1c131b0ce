import type { MigrationInterface, QueryRunner } from 'typeorm';

const viewSql = (columns: string) => `
  CREATE VIEW token_claims AS
    SELECT id AS user_id, email_verified,
           ARRAY(SELECT role_id FROM user_roles WHERE user_roles.user_id = users.id ORDER BY role_id) AS role_ids${columns}
    FROM users`;

export class MfaClaim1795731201000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP VIEW token_claims; ${viewSql(', cardinality(mfa_methods) > 0 AS mfa_enrolled')};
       -- Holders of such a role can do nothing without a second factor but set one.
       ALTER TABLE roles ADD COLUMN require_mfa boolean NOT NULL DEFAULT false;`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP VIEW token_claims; ${viewSql('')};
       ALTER TABLE roles DROP COLUMN require_mfa;`,
    );
  }
}
