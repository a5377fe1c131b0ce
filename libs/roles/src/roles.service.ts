import { AuditLog } from '#audit';
import { AuthorizationState, permissionFlags, type Principal, type RoleGrants } from '#auth';
import { advisoryLocks, type RequestMetadata, Settings, SettingsError } from '#platform';
import { ActorVerifier, AuthorizationEvents } from '#sessions';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { newValuesMustBeValid } from './custom-permissions';
import { isOwner, mayChange, mayCreate, mayManageRole } from './hierarchy.policy';
import { otherRolesOfHolders, rolesOfUsers } from './role-holders';
import { Role } from './role.entity';
import type { NewRole, RoleEdit } from './role-edit.dto';
import { roleProblems } from './roles.errors';
import { grantsOf } from './roles.dto';

const NEEDS = ['can_manage_roles'] as const;

/** Running roles. The hierarchy is asked inside the transaction, of the actor's roles as they are then. */
@Injectable()
export class RolesService {
  constructor(
    private readonly database: DataSource,
    private readonly state: AuthorizationState,
    private readonly events: AuthorizationEvents,
    private readonly actorVerifier: ActorVerifier,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  /** From memory; without regard to case. */
  findByName(name: string): RoleGrants | undefined {
    const key = keyOf(name);
    for (const role of this.state.allRoles()) if (keyOf(role.name) === key) return role;
    return undefined;
  }

  /**
   * The role of a new account, as `DEFAULT_ROLE` names it.
   * @throws {SettingsError} where there is none of that name, or it is the owners' own
   */
  defaultRole(): RoleGrants {
    const role = this.findByName(this.settings.DEFAULT_ROLE);
    if (!role) throw new SettingsError(['DEFAULT_ROLE: there is no role of this name']);
    if (isOwner([role])) throw new SettingsError(['DEFAULT_ROLE: must not make everybody an owner']);
    return role;
  }

  /** The roles with these ids, the highest first. */
  findByIds(roleIds: readonly string[]): RoleGrants[] {
    return this.state.rolesOf({ roleIds }).sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
  }

  list(limit: number, after?: [priority: string, id: string]): Promise<Role[]> {
    const query = this.database.getRepository(Role).createQueryBuilder('role');
    if (after)
      query.where('(-role.priority, role.id) > (:rank::bigint, :id)', { rank: -Number(after[0]), id: after[1] });
    return query.orderBy('role.priority', 'DESC').addOrderBy('role.id', 'ASC').take(limit).getMany();
  }

  async find(id: string): Promise<Role> {
    const role = await this.database.getRepository(Role).findOneBy({ id });
    if (!role) throw roleProblems.role_not_found();
    return role;
  }

  /** @throws {Problem} 403 `outranked`, 409 `role_name_taken` */
  async create(principal: Principal, wanted: NewRole, metadata: RequestMetadata): Promise<Role> {
    const { userId } = principal;
    return this.database.transaction(async (manager) => {
      await this.lockAssignments(manager);
      await this.actorVerifier.lockAndVerify(manager, principal, NEEDS);
      const role = manager.create(Role, {
        id: uuid(),
        createdAt: new Date(),
        isSystem: false,
        version: 1,
        description: '',
        priority: 0,
        customPermissions: {},
        ...Object.fromEntries(permissionFlags.map((flag) => [flag, false])),
        ...changesOf(wanted),
      });
      if (!mayCreate(await this.rolesOfUser(manager, userId), grantsOf(role))) throw roleProblems.outranked();
      await named(manager.insert(Role, role));
      await this.announce(manager, role.id, role);
      await this.record(manager, 'role.create', userId, metadata, { role_id: role.id, after: grantsOf(role) });
      return role;
    });
  }

  /**
   * Whoever holds the role is not touched: their next request finds the new grants in memory.
   * @param version as the actor last saw it
   * @throws {Problem} 400 `validation_failed`, 403 `outranked`, 404, 409 `role_name_taken`, `system_role`, 412
   * `precondition_failed`
   */
  async edit(
    principal: Principal,
    id: string,
    edit: RoleEdit,
    version: number | undefined,
    metadata: RequestMetadata,
  ): Promise<Role> {
    const { userId } = principal;
    return this.database.transaction(async (manager) => {
      await this.lockAssignments(manager);
      await this.actorVerifier.lockAndVerify(manager, principal, NEEDS);
      const role = await this.lockVersion(manager, id, version);
      const changes = changesOf(edit);
      newValuesMustBeValid(role.customPermissions, changes.customPermissions ?? {});
      const edited = Object.assign(manager.create(Role, { ...role }), changes, { version: role.version + 1 });
      const actor = await this.rolesOfUser(manager, userId);
      const renamed = edited.nameKey !== role.nameKey;
      const fixed = (role.isSystem && role.name === 'owner') || (renamed && this.isNeeded(role));
      if (fixed && mayManageRole(actor, role)) throw roleProblems.system_role();
      await this.mustBeAllowed(manager, actor, grantsOf(role), grantsOf(edited));
      await named(manager.update(Role, { id }, { ...changes, version: edited.version }));
      await this.announce(manager, id, edited);
      await this.record(manager, 'role.edit', userId, metadata, {
        role_id: id,
        before: grantsOf(role),
        after: grantsOf(edited),
      });
      return edited;
    });
  }

  /** @throws {Problem} 403 `outranked`, 404, 409 `system_role`, 412 `precondition_failed` */
  async remove(
    principal: Principal,
    id: string,
    version: number | undefined,
    metadata: RequestMetadata,
  ): Promise<void> {
    const { userId } = principal;
    await this.database.transaction(async (manager) => {
      await this.lockAssignments(manager);
      await this.actorVerifier.lockAndVerify(manager, principal, NEEDS);
      const role = await this.lockVersion(manager, id, version);
      await this.mustBeAllowed(manager, await this.rolesOfUser(manager, userId), grantsOf(role), undefined);
      if (this.isNeeded(role)) throw roleProblems.system_role();
      await manager.delete(Role, { id });
      await this.announce(manager, id, undefined);
      await this.record(manager, 'role.delete', userId, metadata, { role_id: id, before: grantsOf(role) });
    });
  }

  /**
   * To be called first in a transaction that changes roles or who holds them, before a user's row is locked: two changes,
   * each harmless by itself, might together bring out a value that a third role has.
   */
  async lockAssignments(manager: EntityManager): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.roleAssignments]);
  }

  /** A role by name or id, which nobody edits until the transaction ends. @throws {Problem} 404 `role_not_found` */
  async lockForUpdate(manager: EntityManager, nameOrId: string): Promise<RoleGrants> {
    const [found] = await manager.query<{ role: RoleGrants }[]>(
      `SELECT role_grants(roles) AS role FROM roles WHERE ${isUUID(nameOrId) ? 'id' : 'name_key'} = $1 FOR SHARE`,
      [isUUID(nameOrId) ? nameOrId : keyOf(nameOrId)],
    );
    if (!found) throw roleProblems.role_not_found();
    return found.role;
  }

  /** @returns whether it is new */
  async assign(manager: EntityManager, userId: string, roleId: string): Promise<boolean> {
    const rows = await manager.query(
      'INSERT INTO user_roles (user_id, role_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING role_id',
      [userId, roleId],
    );
    return rows.length > 0;
  }

  /** @returns whether it was there */
  async unassign(manager: EntityManager, userId: string, roleId: string): Promise<boolean> {
    const [rows] = await manager.query('DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2 RETURNING role_id', [
      userId,
      roleId,
    ]);
    return rows.length > 0;
  }

  /** As the database has them now, not as memory does. */
  async rolesOfUser(manager: EntityManager, userId: string): Promise<RoleGrants[]> {
    return (await rolesOfUsers(manager, [userId])).get(userId) ?? [];
  }

  /** Tells every process what the user's tokens should say from now on; the caller holds a lock on the user's row. */
  async announceClaims(manager: EntityManager, userId: string): Promise<void> {
    const [claims] = await manager.query('SELECT role_ids, email_verified FROM token_claims WHERE user_id = $1', [
      userId,
    ]);
    if (claims) await this.events.record(manager, 'token-claims-change', { user_id: userId, ...claims });
  }

  /** By its name: without the default role nobody could register. */
  private isNeeded({ isSystem, nameKey }: Role): boolean {
    return isSystem || nameKey === keyOf(this.settings.DEFAULT_ROLE);
  }

  /** @throws {Problem} 403 `outranked` */
  private async mustBeAllowed(
    manager: EntityManager,
    actor: RoleGrants[],
    before: RoleGrants,
    after: RoleGrants | undefined,
  ): Promise<void> {
    const keys = Object.keys({ ...before.custom_permissions, ...after?.custom_permissions });
    const holders = isOwner(actor) ? [] : await otherRolesOfHolders(manager, before.id, keys);
    if (!mayChange(actor, before, after, holders)) throw roleProblems.outranked();
  }

  private async lockVersion(manager: EntityManager, id: string, version: number | undefined): Promise<Role> {
    const role = await manager.findOne(Role, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!role) throw roleProblems.role_not_found();
    if (version !== undefined && version !== role.version) throw roleProblems.precondition_failed();
    return role;
  }

  private async announce(manager: EntityManager, roleId: string, role: Role | undefined): Promise<void> {
    await this.events.record(manager, 'role-changed', { role_id: roleId, role: role ? grantsOf(role) : null });
  }

  private async record(
    manager: EntityManager,
    action: string,
    actorId: string,
    metadata: RequestMetadata,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId, details, metadata });
  }
}

const keyOf = (name: string) => name.normalize('NFKC').trim().toLowerCase();

function changesOf({ name, description, priority, custom_permissions, ...flags }: RoleEdit): Partial<Role> {
  const given = {
    ...(name && { name, nameKey: keyOf(name) }),
    description,
    priority,
    customPermissions: custom_permissions,
    ...flags,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
}

async function named<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const { constraint } = (error as { driverError?: { constraint?: string } }).driverError ?? {};
    throw constraint === 'roles_name_key' ? roleProblems.role_name_taken() : error;
  }
}
