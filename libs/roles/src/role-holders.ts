import type { RoleGrants } from '#auth';
import type { EntityManager } from 'typeorm';

/**
 * What those who hold the role hold besides, each combination once. Of their other roles only those that have one of
 * these keys, since no other hides a value of this one or is hidden by it; and the owners' role, which holds everything.
 */
export async function findCoHeldRoles(
  manager: EntityManager,
  roleId: string,
  keys: readonly string[],
): Promise<RoleGrants[][]> {
  if (keys.length === 0) return [];
  const rows = await manager.query<{ roles: RoleGrants[] }[]>(
    `WITH related AS MATERIALIZED (
       SELECT id, role_grants(roles) AS role FROM roles
       WHERE id <> $1 AND (custom_permissions ?| $2::text[] OR (is_system AND name = 'owner'))
     ), combinations AS (
       SELECT DISTINCT array_agg(role_id ORDER BY role_id) AS ids
       FROM user_roles others JOIN related ON related.id = others.role_id
       WHERE EXISTS (SELECT FROM user_roles held WHERE held.user_id = others.user_id AND held.role_id = $1)
       GROUP BY others.user_id
     )
     SELECT (SELECT jsonb_agg(role) FROM related WHERE id = ANY (ids)) AS roles FROM combinations`,
    [roleId, keys],
  );
  return rows.map(({ roles }) => roles);
}

/** The roles of each who has any, as the database has them now. */
export async function findRolesByUserIds(
  manager: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, RoleGrants[]>> {
  const rows = await manager.query<{ user_id: string; roles: RoleGrants[] }[]>(
    `SELECT user_id, jsonb_agg(role_grants(roles)) AS roles FROM user_roles JOIN roles ON role_id = id
     WHERE user_id = ANY ($1) GROUP BY user_id`,
    [userIds],
  );
  return new Map(rows.map(({ user_id, roles }) => [user_id, roles]));
}
