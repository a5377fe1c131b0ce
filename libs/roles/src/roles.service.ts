import { AuditLog } from '#audit';
import type { Principal, RoleGrants } from '#auth';
import { databaseClock, type RequestMetadata, Settings } from '#platform';
import { TransactionAuthorizer, AuthorizationEventRecorder } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { RoleAssignmentsRepository } from './assignments/role-assignments.repository';
import { assertNewValuesValid } from './custom-permissions';
import { isOwner, mayChange, mayCreate, mayManageRole } from './hierarchy.policy';
import type { NewRole, RoleEdit } from './role-edit.dto';
import { NO_FLAGS } from './permission-flags';
import { roleNameKey } from './role-name';
import { roleProblems } from './roles.errors';
import { withoutAbsent } from './role-changes';
import { RolesRepository, type VersionedRole } from './roles.repository';

const NEW_ROLE = {
  description: '',
  priority: 0,
  require_mfa: false,
  custom_permissions: {},
  is_system: false,
  ...NO_FLAGS,
};

/** Creates, edits and deletes roles. The hierarchy is checked inside the transaction, with the actor's roles of then. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: DataSource,
    private readonly roles: RolesRepository,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly events: AuthorizationEventRecorder,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  /** @throws {Problem} 403 `outranked`, 409 `role_name_taken` */
  create(principal: Principal, { name, ...rest }: NewRole, metadata: RequestMetadata): Promise<VersionedRole> {
    return this.transaction(principal, async (manager, actorRoles) => {
      const created_at = databaseClock.date().toISOString();
      const grants: RoleGrants = { id: uuid(), name, created_at, ...NEW_ROLE, ...withoutAbsent(rest) };
      if (!mayCreate(actorRoles, grants)) throw roleProblems.outranked();
      const role = await this.roles.insert(manager, grants);
      await this.publish(manager, grants.id, grants);
      await this.record(manager, 'role.create', principal, metadata, { role_id: grants.id, after: grants });
      return role;
    });
  }

  /**
   * No row of a user changes: the next request of each one who has the role finds the new grants in memory.
   * @param version as the actor last saw it
   * @throws {Problem} 400 `validation_failed`, 403 `outranked`, 404, 409 `role_name_taken`, `system_role`, 412
   * `precondition_failed`
   */
  update(
    principal: Principal,
    id: string,
    edit: RoleEdit,
    version: number | undefined,
    metadata: RequestMetadata,
  ): Promise<VersionedRole> {
    return this.transaction(principal, async (manager, actorRoles) => {
      const role = await this.lockVersion(manager, id, version);
      const changes = withoutAbsent(edit);
      assertNewValuesValid(role.grants.custom_permissions, changes.custom_permissions ?? {});
      const [before, after] = [role.grants, { ...role.grants, ...changes }];
      if (this.isFixed(before, after) && mayManageRole(actorRoles, before)) throw roleProblems.system_role();
      await this.assertMayChange(manager, actorRoles, before, after);
      const updated = await this.roles.update(manager, role, changes);
      await this.publish(manager, id, after);
      await this.record(manager, 'role.edit', principal, metadata, { role_id: id, before, after });
      return updated;
    });
  }

  /** @throws {Problem} 403 `outranked`, 404, 409 `system_role`, 412 `precondition_failed` */
  delete(principal: Principal, id: string, version: number | undefined, metadata: RequestMetadata): Promise<void> {
    return this.transaction(principal, async (manager, actorRoles) => {
      const { grants: before } = await this.lockVersion(manager, id, version);
      await this.assertMayChange(manager, actorRoles, before, undefined);
      if (this.isRequired(before)) throw roleProblems.system_role();
      await this.roles.delete(manager, id);
      await this.publish(manager, id, null);
      await this.record(manager, 'role.delete', principal, metadata, { role_id: id, before });
    });
  }

  private transaction<T>(
    principal: Principal,
    work: (manager: EntityManager, actorRoles: RoleGrants[]) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.assignments.lock(manager);
      await this.transactionAuthorizer.lockAndVerify(manager, principal, ['can_manage_roles']);
      return work(manager, await this.assignments.findRolesOfUser(manager, principal.userId));
    });
  }

  /** @throws {Problem} 404 `role_not_found`, 412 `precondition_failed` */
  private async lockVersion(manager: EntityManager, id: string, version: number | undefined): Promise<VersionedRole> {
    const role = await this.roles.lockForUpdate(manager, id);
    if (version !== undefined && version !== role.version) throw roleProblems.precondition_failed();
    return role;
  }

  /** The role of the owners can't be edited; a required role can't be renamed. */
  private isFixed(before: RoleGrants, after: RoleGrants): boolean {
    const renamed = roleNameKey(after.name) !== roleNameKey(before.name);
    return isOwner([before]) || (renamed && this.isRequired(before));
  }

  /** The service needs its own roles, and the default role for registrations. */
  private isRequired({ is_system, name }: RoleGrants): boolean {
    return is_system || roleNameKey(name) === roleNameKey(this.settings.DEFAULT_ROLE);
  }

  /** @throws {Problem} 403 `outranked` */
  private async assertMayChange(
    manager: EntityManager,
    actorRoles: RoleGrants[],
    before: RoleGrants,
    after: RoleGrants | undefined,
  ): Promise<void> {
    const keys = Object.keys({ ...before.custom_permissions, ...after?.custom_permissions });
    const others = isOwner(actorRoles) ? [] : await this.assignments.findCoAssignedRoles(manager, before.id, keys);
    if (!mayChange(actorRoles, before, after, others)) throw roleProblems.outranked();
  }

  private async publish(manager: EntityManager, roleId: string, role: RoleGrants | null): Promise<void> {
    await this.events.record(manager, 'role-changed', { role_id: roleId, role });
  }

  private async record(
    manager: EntityManager,
    action: string,
    { userId }: Principal,
    metadata: RequestMetadata,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId: userId, details, metadata });
  }
}
