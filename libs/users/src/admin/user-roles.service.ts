import { AuditLog } from '#audit';
import type { Principal, RoleGrants } from '#auth';
import type { RequestMetadata } from '#platform';
import {
  isOwner,
  mayAssign,
  mayUnassign,
  RoleAssignmentsRepository,
  roleProblems,
  RolesRepository,
  TokenClaimsPublisher,
} from '#roles';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { adminProblems } from './admin.errors';
import { type HierarchyContext, HierarchyService } from './hierarchy.service';

/** Each role is an id in every access token of the user, and the size of a header is limited. */
export const MAX_ROLES = 64;

/** Assigns roles to another user and removes them. */
@Injectable()
export class UserRolesService {
  constructor(
    private readonly database: DataSource,
    private readonly hierarchy: HierarchyService,
    private readonly roles: RolesRepository,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly tokenClaims: TokenClaimsPublisher,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param nameOrId of the role
   * @throws {Problem} 403 `outranked`, 404, 409 `too_many_roles`
   */
  async assign(principal: Principal, userId: string, nameOrId: string, metadata: RequestMetadata): Promise<void> {
    await this.transaction(principal, userId, async (manager, { actorRoles, targetRoles }) => {
      const role = await this.roles.lockForShare(manager, nameOrId);
      if (!mayAssign(actorRoles, role)) throw roleProblems.outranked();
      if (!(await this.assignments.assign(manager, userId, { role, scope: 'platform' }))) return;
      if (targetRoles.length >= MAX_ROLES) throw adminProblems.too_many_roles();
      await this.publish(manager, 'role.give', principal, userId, role, metadata);
    });
  }

  /** @throws {Problem} 403 `outranked`, 404, 409 `last_owner` */
  async unassign(principal: Principal, userId: string, roleId: string, metadata: RequestMetadata): Promise<void> {
    await this.transaction(principal, userId, async (manager, context) => {
      const role = await this.roles.lockForShare(manager, roleId);
      if (!mayUnassign(context.actorRoles, role, context.targetRoles)) throw roleProblems.outranked();
      if (isOwner([role])) await this.hierarchy.assertNotLastOwner(manager, context);
      if (!(await this.assignments.unassign(manager, userId, { role, scope: 'platform' }))) return;
      await this.publish(manager, 'role.take', principal, userId, role, metadata);
    });
  }

  private transaction<T>(
    principal: Principal,
    userId: string,
    work: (manager: EntityManager, context: HierarchyContext) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.assignments.lock(manager);
      return work(manager, await this.hierarchy.lockAndCheck(manager, principal, userId, ['can_manage_users']));
    });
  }

  private async publish(
    manager: EntityManager,
    action: 'role.give' | 'role.take',
    { userId: actorId }: Principal,
    subjectId: string,
    role: RoleGrants,
    metadata: RequestMetadata,
  ): Promise<void> {
    await this.tokenClaims.publish(manager, subjectId);
    const details = { role_id: role.id, role: role.name };
    await this.audit.record(manager, { action, actorId, subjectId, metadata, details });
  }
}
