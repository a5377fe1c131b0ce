import { AuditVisibility } from '#audit';
import type { Permission, RoleGrants } from '#auth';
import { advisoryLocks } from '#platform';
import { isOwner, mayManageUser, roleProblems, rolesOfUsers, RolesService } from '#roles';
import { type Actor, ActorVerifier } from '#sessions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { User } from '../user.entity';
import { userProblems } from '../users.errors';

export interface HierarchyContext {
  actor: RoleGrants[];
  target: User;
  targetRoles: RoleGrants[];
}

/** The gate that every change of one user by another goes through. */
@Injectable()
export class HierarchyService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly roles: RolesService,
    private readonly actorVerifier: ActorVerifier,
    private readonly visibility: AuditVisibility,
  ) {}

  onModuleInit(): void {
    this.visibility.register((readerId, ids) => this.visibleTo(readerId, ids));
  }

  /** Those of the users whose sessions, and what else tells where somebody is, the reader may see. One statement. */
  async visibleTo(readerId: string, ids: readonly string[]): Promise<Set<string>> {
    const roles = await rolesOfUsers(this.database.manager, [readerId, ...ids]);
    const reader = roles.get(readerId) ?? [];
    return new Set(ids.filter((id) => mayManageUser(reader, roles.get(id) ?? [])));
  }

  /**
   * Locks both users for the rest of the transaction (in one order, so that no two admins wait for each other), and
   * judges by what the actor's session and the roles of both are then, not by what they were when the request came in.
   * @param needs what the route asks for
   * @throws {Problem} 401 `invalid_token`, 403 `permission_denied`, `outranked`, 404 `user_not_found`
   */
  async lockAndCheck(
    manager: EntityManager,
    by: Actor,
    targetId: string,
    needs: readonly Permission[],
  ): Promise<HierarchyContext> {
    const actorId = by.userId;
    const users = await manager
      .createQueryBuilder(User, 'user')
      .where('user.id IN (:...ids)', { ids: [actorId, targetId] })
      .orderBy('user.id')
      .setLock('for_no_key_update')
      .getMany();
    await this.actorVerifier.verify(manager, by, needs);
    const target = users.find(({ id }) => id === targetId);
    if (!target) throw userProblems.user_not_found();
    const actor = users.find(({ id }) => id === actorId);
    const actorRoles = actor?.mayAct() ? await this.roles.rolesOfUser(manager, actorId) : [];
    const targetRoles = actorId === targetId ? actorRoles : await this.roles.rolesOfUser(manager, targetId);
    if (!mayManageUser(actorRoles, targetRoles)) throw roleProblems.outranked();
    return { actor: actorRoles, target, targetRoles };
  }

  /**
   * The caller's own, with the row locked against everything, new rows that refer to it included.
   * @throws {Problem} 404 `user_not_found`
   */
  async lockSelf(manager: EntityManager, id: string): Promise<HierarchyContext> {
    const target = await manager.findOne(User, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!target) throw userProblems.user_not_found();
    const roles = await this.roles.rolesOfUser(manager, id);
    return { actor: roles, target, targetRoles: roles };
  }

  /**
   * To be called, with the user's row locked, before an owner stops being one or can no longer act as one.
   * @throws {Problem} 409 `last_owner`
   */
  async assertNotLastOwner(manager: EntityManager, { target, targetRoles }: HierarchyContext): Promise<void> {
    if (!isOwner(targetRoles)) return;
    await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ownerRemoval]);
    const others = await manager.query(
      `SELECT 1 FROM users JOIN user_roles ON user_roles.user_id = users.id
       WHERE role_id = $1 AND users.id <> $2 AND deactivated_at IS NULL AND (banned_at IS NULL OR banned_until <= now())
       LIMIT 1`,
      [targetRoles.find((role) => isOwner([role]))!.id, target.id],
    );
    if (others.length === 0) throw roleProblems.last_owner();
  }
}
