import type { Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { HierarchyService } from '#users';
import { Injectable } from '@nestjs/common';
import { factorsReset } from './factor-alerts';
import { FactorChanges } from './factor-changes.service';
import { FactorSet } from './factor-set';

/** The second factors of another user. */
@Injectable()
export class UserMfaService {
  constructor(
    private readonly hierarchy: HierarchyService,
    private readonly changes: FactorChanges,
    private readonly factors: FactorSet,
  ) {}

  /**
   * For a user who has lost them. Their sessions end: who has found or stolen the factor may have one.
   * @throws {Problem} 401 `invalid_token`, 403 `permission_denied`, `outranked`, 404 `user_not_found`
   */
  async reset(principal: Principal, userId: string, metadata: RequestMetadata): Promise<void> {
    await this.changes.run({
      actor: principal,
      metadata,
      lock: async (manager) =>
        (await this.hierarchy.lockAndCheck(manager, principal, userId, ['can_manage_users'])).target,
      change: async (manager, user) => {
        await this.factors.removeAll(manager, user.id);
        return { result: undefined, action: 'user.reset_mfa', describe: factorsReset, revoke: 'ended_by_admin' };
      },
    });
  }
}
