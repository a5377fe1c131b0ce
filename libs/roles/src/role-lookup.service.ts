import { AuthorizationState, type RoleGrants } from '#auth';
import { Settings, SettingsError } from '#platform';
import { Injectable } from '@nestjs/common';
import { isOwner } from './hierarchy.policy';
import { roleNameKey } from './role-name';

/** Roles from memory: every process follows their changes. Inside a transaction read them from the database. */
@Injectable()
export class RoleLookupService {
  constructor(
    private readonly state: AuthorizationState,
    private readonly settings: Settings,
  ) {}

  /** Without regard to case. Of two names from before that are one now, the exact one. */
  findByName(name: string): RoleGrants | undefined {
    const roles = [...this.state.allRoles()];
    const exact = roles.find((role) => role.name === name);
    if (exact) return exact;
    const key = roleNameKey(name);
    return roles.find((role) => roleNameKey(role.name) === key);
  }

  /** By descending priority. */
  findByIds(roleIds: readonly string[]): RoleGrants[] {
    return this.state.rolesOf({ roleIds }).sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
  }

  /**
   * The role of a new account: `DEFAULT_ROLE`.
   * @throws {SettingsError} where no role has this name, or it is the role of the owners
   */
  defaultRole(): RoleGrants {
    const role = this.findByName(this.settings.DEFAULT_ROLE);
    if (!role) throw new SettingsError(['DEFAULT_ROLE: there is no role of this name']);
    if (isOwner([role])) throw new SettingsError(['DEFAULT_ROLE: must not make everybody an owner']);
    return role;
  }
}
