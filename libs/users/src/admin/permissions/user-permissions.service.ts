import { AuthorizationState, type RoleGrants } from '#auth';
import { type ExplainedPermission, explainPermissions, roleProblems, withRoleEdit } from '#roles';
import { Injectable } from '@nestjs/common';
import type { User } from '../../user.entity';
import { UsersService } from '../../users.service';
import type { PermissionSimulation, Restriction, SimulatedRole } from './user-permissions.dto';

interface Explanation {
  restrictions: Restriction[];
  permissions: ExplainedPermission[];
}

/** What a user may do and why, and what they could do with other roles. Reads roles from memory, as the guards do. */
@Injectable()
export class UserPermissionsService {
  constructor(
    private readonly users: UsersService,
    private readonly state: AuthorizationState,
  ) {}

  /** @throws {Problem} 404 `user_not_found` */
  async explain(userId: string): Promise<Explanation> {
    const { user, roleIds } = await this.users.findWithRoles(userId);
    return {
      restrictions: this.restrictionsOf(user, roleIds),
      permissions: explainPermissions(this.state.rolesOf({ roleIds }), this.state.allRoles()),
    };
  }

  /** Changes nothing. @throws {Problem} 404 `user_not_found`, `role_not_found` */
  async simulate({ user_id, role_ids, edited_role }: PermissionSimulation): Promise<{
    before: ExplainedPermission[];
    after: ExplainedPermission[];
  }> {
    const current = user_id ? (await this.users.findWithRoles(user_id)).roleIds : undefined;
    const simulated = role_ids?.map((id) => id.toLowerCase()) ?? current ?? [];
    const all = new Map([...this.state.allRoles()].map((role) => [role.id, role]));
    const before = explainPermissions(rolesOf(all, current ?? simulated), all.values());
    const changed = edited_role ? withEdit(all, edited_role) : all;
    return { before, after: explainPermissions(rolesOf(changed, simulated), changed.values()) };
  }

  private restrictionsOf(user: User, roleIds: readonly string[]): Restriction[] {
    const mfaEnrolled = user.mfaMethods.length > 0;
    const found: [Restriction, boolean][] = [
      ['banned', user.isBanned()],
      ['deactivated', user.deactivatedAt !== null],
      ['email_not_verified', !user.emailVerified],
      ['mfa_enrolment_required', this.state.mustEnrolMfa({ mfaEnrolled, roleIds })],
    ];
    return found.filter(([, applies]) => applies).map(([restriction]) => restriction);
  }
}

function rolesOf(all: ReadonlyMap<string, RoleGrants>, ids: readonly string[]): RoleGrants[] {
  return [...new Set(ids)].map((id) => {
    const role = all.get(id);
    if (!role) throw roleProblems.role_not_found();
    return role;
  });
}

function withEdit(all: ReadonlyMap<string, RoleGrants>, { id, ...edit }: SimulatedRole): Map<string, RoleGrants> {
  const [role] = rolesOf(all, [id.toLowerCase()]);
  return new Map(all).set(role!.id, withRoleEdit(role!, edit));
}
