import { addSkeletonColumns, dropSkeletonColumns, renewNameKeys } from '#platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first keeps its key or skeleton. */
const ORDER = 'is_system DESC, created_at, id';

const roleGrants = (without: string) => `
  CREATE OR REPLACE FUNCTION role_grants(role roles) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(role) - '{${without}}'::text[] || jsonb_build_object(
      'created_at', to_char(role.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  $$`;

/** Role names are compared as usernames are. Roles whose names look alike keep them. */
export class RoleNameSkeletons1764201000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(roleGrants('name_key,name_skeleton,name_upper_skeleton,version'));
    await renewNameKeys(queryRunner, 'roles', ORDER);
    await addSkeletonColumns(queryRunner, { table: 'roles', column: 'name', prefix: 'name', order: ORDER });
  }

  /** The new keys stay. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await dropSkeletonColumns(queryRunner, 'roles', 'name');
    await queryRunner.query(roleGrants('name_key,version'));
  }
}
