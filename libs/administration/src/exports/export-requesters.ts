import { AuthorizationState, holdsPermission } from '#auth';
import { Problem } from '#platform';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { EXPORT_PERMISSION } from './export-permission';

/** Who asked for an export may lose the permission, or be banned, before the job runs. */
@Injectable()
export class ExportRequesters {
  constructor(
    private readonly users: UsersService,
    private readonly state: AuthorizationState,
  ) {}

  async mayExport(userId: string): Promise<boolean> {
    try {
      const { user, roleIds } = await this.users.findWithRoles(userId);
      return user.isEnabled() && holdsPermission(this.state.rolesOf({ roleIds }), EXPORT_PERMISSION);
    } catch (error) {
      if (error instanceof Problem && error.code === 'user_not_found') return false;
      throw error;
    }
  }
}
