import { AuditVisibility } from '#audit';
import type { Permission, RoleGrants } from '#auth';
import { advisoryLocks, type Problem } from '#platform';
import { isOwner, mayManageUser, RoleAssignmentsRepository, roleProblems, rolesInScope, userHasRole } from '#roles';
import { type Actor, TransactionAuthorizer } from '#sessions';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { User } from '../user.entity';
import { userProblems } from '../users.errors';

const CAN_ACT = 'deactivated_at IS NULL AND (banned_at IS NULL OR banned_until <= now())';

export interface HierarchyContext {
  actorRoles: RoleGrants[];
  target: User;
  targetRoles: RoleGrants[];
}

/** Every change of one user by another is checked here. */
@Injectable()
export class HierarchyService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly roleAssignments: RoleAssignmentsRepository,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly visibility: AuditVisibility,
  ) {}

  onModuleInit(): void {
    this.visibility.register((readerId, ids) => this.visibleTo(readerId, ids));
  }

  /** The users whose sessions and other personal details the reader may see. One statement. */
  async visibleTo(readerId: string, ids: readonly string[]): Promise<Set<string>> {
    const assignments = await this.roleAssignments.findByUserIds(this.database.manager, [readerId, ...ids]);
    const rolesOf = (id: string) => rolesInScope(assignments.get(id) ?? []);
    const readerRoles = rolesOf(readerId);
    return new Set(ids.filter((id) => mayManageUser(readerRoles, rolesOf(id))));
  }

  /**
   * `lockAndCheck` as the first step of a transaction.
   * @throws {Problem} 401 `invalid_token`, 403 `permission_denied`, `outranked`, 404 `user_not_found`
   */
  transaction<T>(
    actor: Actor,
    targetId: string,
    required: Permission,
    work: (manager: EntityManager, context: HierarchyContext) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) =>
      work(manager, await this.lockAndCheck(manager, actor, targetId, [required])),
    );
  }

  /**
   * Locks both users for the rest of the transaction, in the order of their ids, so that two admins cause no deadlock.
   * Session and roles are read after that, since they may have changed since the request was authorized.
   * @param required the permissions that the route requires
   * @throws {Problem} 401 `invalid_token`, 403 `permission_denied`, `outranked`, 404 `user_not_found`
   */
  async lockAndCheck(
    manager: EntityManager,
    { userId: actorId, sessionId }: Actor,
    targetId: string,
    required: readonly Permission[],
  ): Promise<HierarchyContext> {
    const users = await manager
      .createQueryBuilder(User, 'user')
      .where('user.id IN (:...ids)', { ids: [actorId, targetId] })
      .orderBy('user.id')
      .setLock('for_no_key_update')
      .getMany();
    await this.transactionAuthorizer.verify(manager, { userId: actorId, sessionId }, required);
    const target = users.find(({ id }) => id === targetId);
    if (!target) throw userProblems.user_not_found();
    const actor = users.find(({ id }) => id === actorId);
    const actorRoles = actor?.isEnabled() ? await this.roleAssignments.findRolesOfUser(manager, actorId) : [];
    const targetRoles =
      actorId === targetId ? actorRoles : await this.roleAssignments.findRolesOfUser(manager, targetId);
    if (!mayManageUser(actorRoles, targetRoles)) throw roleProblems.outranked();
    return { actorRoles, target, targetRoles };
  }

  /**
   * The caller as the target. The lock also blocks new rows that refer to the user.
   * @throws {Problem} 404 `user_not_found`
   */
  async lockSelf(manager: EntityManager, id: string): Promise<HierarchyContext> {
    const target = await manager.findOne(User, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!target) throw userProblems.user_not_found();
    const roles = await this.roleAssignments.findRolesOfUser(manager, id);
    return { actorRoles: roles, target, targetRoles: roles };
  }

  /**
   * Call it with the user's row locked, before an owner loses the role or is banned, deactivated or deleted.
   * @throws {Problem} 409 `last_owner`
   */
  async assertNotLastOwner(manager: EntityManager, { target, targetRoles }: HierarchyContext): Promise<void> {
    if (!isOwner(targetRoles)) return;
    await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ownerRemoval]);
    const others = await manager.query(
      `SELECT 1 FROM users
       WHERE ${userHasRole('users.id', '$1')} AND id <> $2 AND ${CAN_ACT}
       LIMIT 1`,
      [targetRoles.find((role) => isOwner([role]))!.id, target.id],
    );
    if (others.length === 0) throw roleProblems.last_owner();
  }

  /** Owners who are neither banned nor deactivated. @param roleId the role of the owners */
  async findActiveOwners(roleId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM users WHERE ${userHasRole('users.id', '$1')} AND ${CAN_ACT}`,
      [roleId],
    );
    return rows.map(({ id }) => id);
  }

  /** The problem of an action on oneself: `last_owner` where the caller is the last owner, otherwise the given one. */
  async selfActionProblem(id: string, problem: Problem): Promise<Problem> {
    return this.database.transaction(async (manager) => {
      await this.assertNotLastOwner(manager, await this.lockSelf(manager, id));
      return problem;
    });
  }
}
