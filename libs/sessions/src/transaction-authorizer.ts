import { AuthException, holdsPermission, type Permission, type Principal, type RoleGrants } from '#auth';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { lockUser } from './locks';
import { RoleQueryRegistry } from './role-query-registry';

export type Actor = Pick<Principal, 'userId' | 'sessionId'>;

/**
 * Verifies inside the transaction of a change that the actor's session is still live and has the permissions: the guards
 * checked when the request arrived. Revoking a session (ban, logout) locks the user's row too, so one of the two comes
 * first. If the change comes second it is refused, as a later request would be.
 */
@Injectable()
export class TransactionAuthorizer {
  constructor(private readonly roleQueries: RoleQueryRegistry) {}

  /**
   * Locks the actor's row; the first statement of a change.
   * @param required permissions that the route requires
   * @throws {AuthException} 401 `invalid_token`, 403 `permission_denied`
   */
  async lockAndVerify(manager: EntityManager, actor: Actor, required: readonly Permission[] = []): Promise<void> {
    await lockUser(manager, actor.userId);
    await this.verify(manager, actor, required);
  }

  /** The same for a row that an earlier statement has locked. */
  async verify(manager: EntityManager, actor: Actor, required: readonly Permission[] = []): Promise<void> {
    const [session] = await manager.query<{ roles: RoleGrants[] }[]>(
      `SELECT ${this.roleQueries.queries.ofUser('sessions.user_id')} AS roles
       FROM sessions WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL`,
      [actor.sessionId, actor.userId],
    );
    if (!session) throw new AuthException('invalid_token');
    const missing = required.filter((permission) => !holdsPermission(session.roles, permission));
    if (missing.length > 0)
      throw new AuthException('permission_denied', { detail: `You need ${missing.join(' and ')}.`, missing });
  }
}
