import type { Principal, RoleGrants } from '#auth';
import { isOwner, RoleAssignmentsRepository, RolesRepository, rolesInScope } from '#roles';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UsersService } from '../../users.service';
import { HierarchyService } from '../hierarchy.service';
import { inOrderOf, orderOf } from './bulk-order';
import { type BulkSituation, decide, takesOwner } from './bulk.policy';
import type { BulkAction, BulkPreviewDto, BulkPreviewItemDto } from './bulk.dto';

/** Says of each user what the action would answer. Changes and locks nothing; statements do not grow with the users. */
@Injectable()
export class BulkPreviewService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly roles: RolesRepository,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly hierarchy: HierarchyService,
  ) {}

  /** @throws {Problem} 404 `role_not_found` */
  async preview({ userId: actorId }: Principal, bulk: BulkAction): Promise<BulkPreviewDto> {
    const order = orderOf(bulk.user_ids, actorId);
    const role = bulk.role ? await this.roles.findByNameOrId(bulk.role) : undefined;
    const users = new Map((await this.users.findByIds(order)).map((user) => [user.id, user]));
    const assignments = await this.assignments.findByUserIds(this.database.manager, [actorId, ...order]);
    const rolesOf = (id: string): RoleGrants[] => rolesInScope(assignments.get(id) ?? []);
    const activeOwners = new Set(await this.activeOwners([...order, actorId].flatMap(rolesOf)));
    const situation: BulkSituation = {
      action: bulk.action,
      actorId,
      actorRoles: rolesOf(actorId),
      role,
      activeOwners,
    };
    const items = order.map((userId): BulkPreviewItemDto => {
      const user = users.get(userId);
      const decision = decide(situation, userId, user && { roles: rolesOf(userId), isBanned: user.isBanned() });
      if (decision.problem) {
        const { code, detail } = decision.problem.getResponse() as { code: string; detail: string };
        return { user_id: userId, allowed: false, changes: false, code, detail };
      }
      if (takesOwner(situation)) activeOwners.delete(userId);
      return { user_id: userId, allowed: true, changes: decision.changes, code: null, detail: null };
    });
    const allowed = items.filter((item) => item.allowed).length;
    return { items: inOrderOf(bulk.user_ids, items), allowed, refused: items.length - allowed };
  }

  /** No query if none of the users is an owner. */
  private activeOwners(roles: RoleGrants[]): Promise<string[]> {
    const owner = roles.find((role) => isOwner([role]));
    return owner ? this.hierarchy.findActiveOwners(owner.id) : Promise.resolve([]);
  }
}
