import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Roles1763856002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE roles (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        name_key text NOT NULL CONSTRAINT roles_name_key UNIQUE,
        description text NOT NULL DEFAULT '',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        priority integer NOT NULL DEFAULT 0,
        custom_permissions jsonb NOT NULL DEFAULT '{}',
        can_moderate boolean NOT NULL DEFAULT false,
        can_manage_users boolean NOT NULL DEFAULT false,
        can_manage_roles boolean NOT NULL DEFAULT false,
        can_delete_messages boolean NOT NULL DEFAULT false,
        can_ban_users boolean NOT NULL DEFAULT false,
        is_system boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1
      );
      CREATE INDEX roles_priority ON roles (priority DESC, id);

      CREATE TABLE user_roles (
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        role_id uuid NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
        granted_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, role_id)
      );
      CREATE INDEX user_roles_role ON user_roles (role_id, user_id);

      -- A role as authorization events and every process's memory have it.
      CREATE FUNCTION role_grants(role roles) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object(
          'id', role.id, 'name', role.name, 'description', role.description,
          'created_at', to_char(role.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'priority', role.priority, 'custom_permissions', role.custom_permissions,
          'can_moderate', role.can_moderate, 'can_manage_users', role.can_manage_users,
          'can_manage_roles', role.can_manage_roles, 'can_delete_messages', role.can_delete_messages,
          'can_ban_users', role.can_ban_users, 'is_system', role.is_system)
      $$;

      -- What an access token says of a user: the one thing that sessions and sign-in read across rooms.
      CREATE VIEW token_claims AS
        SELECT id AS user_id, email_verified,
               ARRAY(SELECT role_id FROM user_roles WHERE user_roles.user_id = users.id ORDER BY role_id) AS role_ids
        FROM users;

      INSERT INTO roles (id, name, name_key, description, priority, is_system,
                         can_moderate, can_manage_users, can_manage_roles, can_delete_messages, can_ban_users)
      VALUES
        ('0193543d-0000-7000-8000-000000001000', 'owner', 'owner', 'Holds everything.', 1000, true,
         true, true, true, true, true),
        ('0193543d-0000-7000-8000-000000000100', 'admin', 'admin', 'Runs users and roles.', 100, true,
         true, true, true, true, true),
        ('0193543d-0000-7000-8000-000000000050', 'moderator', 'moderator', 'Keeps conversations civil.', 50, true,
         true, false, false, true, true),
        ('0193543d-0000-7000-8000-000000000000', 'user', 'user', 'Everybody.', 0, true,
         false, false, false, false, false);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP VIEW token_claims;
      DROP TABLE user_roles, roles CASCADE;
      DROP FUNCTION IF EXISTS role_grants;
    `);
  }
}
