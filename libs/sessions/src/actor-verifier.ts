import { AuthException, holdsPermission, type Permission, type Principal, type RoleGrants } from '#auth';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { lockUser } from './locks';

export type Actor = Pick<Principal, 'userId' | 'sessionId'>;

/**
 * Whoever makes a change, asked once more inside its transaction: the guards have judged by what held when the request
 * came in. What ends a session, be it a ban or a logout, locks the user's row as well, so one of the two comes first; if
 * the change comes second it is refused, as a later request would be.
 */
@Injectable()
export class ActorVerifier {
  /**
   * Locks the caller's row; the first statement of a change.
   * @param needs what the route asks for
   * @throws {AuthException} 401 `invalid_token`, 403 `permission_denied`
   */
  async lockAndVerify(manager: EntityManager, actor: Actor, needs: readonly Permission[] = []): Promise<void> {
    await lockUser(manager, actor.userId);
    await this.verify(manager, actor, needs);
  }

  /** The same where the row is locked already, in a statement before. */
  async verify(manager: EntityManager, actor: Actor, needs: readonly Permission[] = []): Promise<void> {
    const [session] = await manager.query<{ roles: RoleGrants[] }[]>(
      `SELECT coalesce((
         SELECT jsonb_agg(role_grants(roles)) FROM user_roles JOIN roles ON roles.id = role_id
         WHERE user_roles.user_id = sessions.user_id), '[]') AS roles
       FROM sessions WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL`,
      [actor.sessionId, actor.userId],
    );
    if (!session) throw new AuthException('invalid_token');
    const missing = needs.filter((permission) => !holdsPermission(session.roles, permission));
    if (missing.length > 0)
      throw new AuthException('permission_denied', { detail: `You need ${missing.join(' and ')}.`, missing });
  }
}
