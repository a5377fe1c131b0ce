import type { RoleGrants } from '#auth';
import { advisoryLocks } from '#platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type RoleAssignment, rolesInScope } from './role-assignment';

/** Which user has which role, as the database has it. Table `user_roles`: all its rows are of the scope `platform`. */
@Injectable()
export class RoleAssignmentsRepository {
  /**
   * The first statement of a transaction that changes roles or assignments, before a user's row is locked. Such
   * transactions run one after the other: two changes that are each allowed might together expose the value of a third role.
   */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.roleAssignments]);
  }

  /** The assignments of each user who has any. */
  async findByUserIds(manager: EntityManager, userIds: readonly string[]): Promise<Map<string, RoleAssignment[]>> {
    const rows = await manager.query<{ user_id: string; roles: RoleGrants[] }[]>(
      'SELECT user_id, jsonb_agg(role) AS roles FROM user_role_grants WHERE user_id = ANY ($1) GROUP BY user_id',
      [userIds],
    );
    return new Map(rows.map(({ user_id, roles }) => [user_id, roles.map((role) => ({ role, scope: 'platform' }))]));
  }

  /** The roles of the user that hold on the whole platform. */
  async findRolesOfUser(manager: EntityManager, userId: string): Promise<RoleGrants[]> {
    return rolesInScope((await this.findByUserIds(manager, [userId])).get(userId) ?? []);
  }

  /** @returns whether the assignment is new */
  async assign(manager: EntityManager, userId: string, { role }: RoleAssignment): Promise<boolean> {
    const rows = await manager.query(
      'INSERT INTO user_roles (user_id, role_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING role_id',
      [userId, role.id],
    );
    return rows.length > 0;
  }

  /** Of new users. A role that has been deleted meanwhile is left out. */
  async assignAll(manager: EntityManager, assignments: readonly { userId: string; roleId: string }[]): Promise<void> {
    await manager.query(
      `INSERT INTO user_roles (user_id, role_id)
       SELECT user_id, role_id FROM unnest($1::uuid[], $2::uuid[]) AS given (user_id, role_id)
       JOIN roles ON roles.id = role_id`,
      [assignments.map(({ userId }) => userId), assignments.map(({ roleId }) => roleId)],
    );
  }

  /** @returns whether there was such an assignment */
  async unassign(manager: EntityManager, userId: string, { role }: RoleAssignment): Promise<boolean> {
    const [rows] = await manager.query('DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2 RETURNING role_id', [
      userId,
      role.id,
    ]);
    return rows.length > 0;
  }

  async isAssigned(manager: EntityManager, roleId: string): Promise<boolean> {
    const rows = await manager.query('SELECT 1 FROM user_roles WHERE role_id = $1 LIMIT 1', [roleId]);
    return rows.length > 0;
  }

  /**
   * The other roles of the users who have the role, each combination once. Only roles with one of the keys, since no
   * other hides a value of this role or is hidden by it; and the role of the owners, which holds everything.
   */
  async findCoAssignedRoles(manager: EntityManager, roleId: string, keys: readonly string[]): Promise<RoleGrants[][]> {
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
}
