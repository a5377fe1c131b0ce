import { AuthException, type Principal } from '#auth';
import { isDatabaseOutage, Problem, problems, type RequestMetadata } from '#platform';
import { RolesRepository } from '#roles';
import { HttpException, Injectable, Logger } from '@nestjs/common';
import { BansService } from '../bans.service';
import { UserRolesService } from '../user-roles.service';
import { UserSessionsService } from '../user-sessions.service';
import { UsersAdminService } from '../users-admin.service';
import type { BulkActionName } from './bulk-actions';
import { inOrderOf, orderOf } from './bulk-order';
import { type BulkAction, type BulkResultDto, type BulkResultItemDto, toBanRequest } from './bulk.dto';

/** Does something to many users, one transaction for each: what is refused for one is done for the others. */
@Injectable()
export class BulkService {
  private readonly logger = new Logger('BulkService');

  constructor(
    private readonly bans: BansService,
    private readonly userRoles: UserRolesService,
    private readonly userSessions: UserSessionsService,
    private readonly users: UsersAdminService,
    private readonly roles: RolesRepository,
  ) {}

  /** @throws {Problem} 404 `role_not_found` */
  async run(principal: Principal, bulk: BulkAction, metadata: RequestMetadata): Promise<BulkResultDto> {
    const role = bulk.role ? await this.roles.findByNameOrId(bulk.role) : undefined;
    const act = this.actionOf(principal, { ...bulk, role: role?.id }, metadata);
    const items: BulkResultItemDto[] = [];
    for (const userId of orderOf(bulk.user_ids, principal.userId)) items.push(await this.attempt(userId, act));
    const done = items.filter((item) => item.done).length;
    return { items: inOrderOf(bulk.user_ids, items), done, refused: items.length - done };
  }

  private actionOf(principal: Principal, bulk: BulkAction, metadata: RequestMetadata) {
    const { role } = bulk;
    const actions: Record<BulkActionName, (userId: string) => Promise<void>> = {
      ban: (id) => this.bans.ban(principal, id, toBanRequest(bulk), metadata),
      unban: (id) => this.bans.unban(principal, id, metadata),
      add_role: (id) => this.userRoles.assign(principal, id, role!, metadata),
      remove_role: (id) => this.userRoles.unassign(principal, id, role!, metadata),
      end_sessions: (id) => this.userSessions.revokeAll(principal, id, metadata),
      delete: (id) => this.users.delete(principal, id, metadata),
    };
    return actions[bulk.action];
  }

  /** A failure concerns one user only; a partial result must be answered, since what is done is done. */
  private async attempt(userId: string, act: (userId: string) => Promise<void>): Promise<BulkResultItemDto> {
    try {
      await act(userId);
      return { user_id: userId, done: true, code: null, detail: null };
    } catch (error) {
      const { code, detail } = this.problemOf(error);
      return { user_id: userId, done: false, code, detail };
    }
  }

  private problemOf(error: unknown): { code: string; detail: string } {
    if (error instanceof Problem || error instanceof AuthException) return bodyOf(error);
    if (isDatabaseOutage(error)) return bodyOf(problems.service_unavailable());
    this.logger.error({ msg: 'a bulk action failed for one user', err: error });
    return bodyOf(problems.internal_error());
  }
}

const bodyOf = (problem: HttpException) => problem.getResponse() as { code: string; detail: string };
