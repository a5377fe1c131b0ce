import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `role_grants()` takes every column of `roles`, so that a new permission flag is a new column and nothing else. The view
 * joins assignments and roles, for every statement that needs the roles of a user.
 */
export class RoleGrants1764200007000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION role_grants(role roles) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT to_jsonb(role) - '{name_key,version}'::text[] || jsonb_build_object(
          'created_at', to_char(role.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      $$;

      CREATE VIEW user_role_grants AS
        SELECT user_id, role_grants(roles) AS role FROM user_roles JOIN roles ON roles.id = role_id;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW user_role_grants;
      CREATE OR REPLACE FUNCTION role_grants(role roles) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object(
          'id', role.id, 'name', role.name, 'description', role.description,
          'created_at', to_char(role.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'priority', role.priority, 'custom_permissions', role.custom_permissions,
          'can_moderate', role.can_moderate, 'can_manage_users', role.can_manage_users,
          'can_manage_roles', role.can_manage_roles, 'can_delete_messages', role.can_delete_messages,
          'can_ban_users', role.can_ban_users, 'is_system', role.is_system)
      $$;
    `);
  }
}
