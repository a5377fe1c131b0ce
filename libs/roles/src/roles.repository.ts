import type { RoleGrants } from '#auth';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { Role } from './role.entity';
import { roleNameColumns, roleNameKey } from './role-name';
import { roleProblems } from './roles.errors';

/** A role with the version of its row, which is its `ETag`. */
export interface VersionedRole {
  grants: RoleGrants;
  version: number;
}

export type RoleChanges = Partial<Omit<RoleGrants, 'id' | 'created_at' | 'is_system'>>;

const SELECT_ROLE = 'SELECT role_grants(roles) AS grants, version FROM roles';

@Injectable()
export class RolesRepository {
  constructor(private readonly database: DataSource) {}

  /** By descending priority. @param after priority and id of the last role of the page before */
  findPage(limit: number, after?: [priority: string, id: string]): Promise<VersionedRole[]> {
    const [condition, parameters] = after
      ? ['WHERE (-priority, id) > ($2::bigint, $3)', [limit, -Number(after[0]), after[1]]]
      : ['', [limit]];
    return this.database.query(`${SELECT_ROLE} ${condition} ORDER BY priority DESC, id LIMIT $1`, parameters);
  }

  /** @throws {Problem} 404 `role_not_found` */
  async findById(id: string): Promise<VersionedRole> {
    return found(await this.database.query<VersionedRole[]>(`${SELECT_ROLE} WHERE id = $1`, [id]));
  }

  /** @throws {Problem} 404 `role_not_found` */
  async lockForUpdate(manager: EntityManager, id: string): Promise<VersionedRole> {
    return found(await manager.query<VersionedRole[]>(`${SELECT_ROLE} WHERE id = $1 FOR UPDATE`, [id]));
  }

  /** @throws {Problem} 404 `role_not_found` */
  async findByNameOrId(nameOrId: string): Promise<RoleGrants> {
    const [condition, parameters] = whereNameOrId(nameOrId);
    return found(await this.database.query<VersionedRole[]>(`${SELECT_ROLE} WHERE ${condition}`, parameters)).grants;
  }

  /** By name or id; the role can't be edited before the transaction ends. @throws {Problem} 404 `role_not_found` */
  async lockForShare(manager: EntityManager, nameOrId: string): Promise<RoleGrants> {
    const [condition, parameters] = whereNameOrId(nameOrId);
    return found(await manager.query<VersionedRole[]>(`${SELECT_ROLE} WHERE ${condition} FOR SHARE`, parameters))
      .grants;
  }

  /** @throws {Problem} 409 `role_name_taken` */
  async insert(manager: EntityManager, { created_at, ...grants }: RoleGrants): Promise<VersionedRole> {
    const row = { ...grants, ...roleNameColumns(grants.name), created_at: new Date(created_at), version: 1 };
    await withNameProblem(manager.insert(Role, row));
    return { grants: { ...grants, created_at }, version: 1 };
  }

  /** @throws {Problem} 409 `role_name_taken` */
  async update(manager: EntityManager, before: VersionedRole, changes: RoleChanges): Promise<VersionedRole> {
    const version = before.version + 1;
    const renamed = changes.name !== undefined && changes.name !== before.grants.name;
    const name = renamed ? roleNameColumns(changes.name!) : {};
    await withNameProblem(manager.update(Role, { id: before.grants.id }, { ...changes, ...name, version }));
    return { grants: { ...before.grants, ...changes }, version };
  }

  async delete(manager: EntityManager, id: string): Promise<void> {
    await manager.delete(Role, { id });
  }
}

/** Of two names from before that are one now, the exact one. */
function whereNameOrId(nameOrId: string): [condition: string, parameters: string[]] {
  return isUUID(nameOrId)
    ? ['id = $1', [nameOrId]]
    : ['name = $1 OR name_key = $2 ORDER BY name = $1 DESC LIMIT 1', [nameOrId, roleNameKey(nameOrId)]];
}

function found([role]: VersionedRole[]): VersionedRole {
  if (!role) throw roleProblems.role_not_found();
  return role;
}

async function withNameProblem(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    const { constraint } = (error as { driverError?: { constraint?: string } }).driverError ?? {};
    throw constraint?.startsWith('roles_name_') ? roleProblems.role_name_taken() : error;
  }
}
