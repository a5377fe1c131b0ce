import { RoleLookupService } from '#roles';
import { Injectable } from '@nestjs/common';

/** Whether a role of a user requires a second factor. */
@Injectable()
export class MfaRequirement {
  constructor(private readonly roles: RoleLookupService) {}

  appliesTo(roleIds: readonly string[]): boolean {
    return this.roles.findByIds(roleIds).some((role) => role.require_mfa);
  }
}
