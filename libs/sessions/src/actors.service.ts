import { AuthException, AuthorizationState, type Permission, type Principal } from '#auth';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { lockUser } from './user-lock';

export type Actor = Pick<Principal, 'userId' | 'sessionId'>;

/**
 * Whoever makes a change, asked once more inside its transaction: the guards have judged by what held when the request
 * came in. What ends a session, be it a ban or a logout, locks the user's row as well, so one of the two comes first; if
 * the change comes second it is refused, as a later request would be.
 */
@Injectable()
export class Actors {
  constructor(private readonly state: AuthorizationState) {}

  /**
   * Locks the caller's row; the first statement of a change.
   * @param needs what the route asks for
   * @throws {AuthException} 401 `invalid_token`, 403 `permission_denied`
   */
  async lock(manager: EntityManager, actor: Actor, needs: readonly Permission[] = []): Promise<void> {
    await lockUser(manager, actor.userId);
    await this.check(manager, actor, needs);
  }

  /** The same where the row is locked already, in a statement before. */
  async check(manager: EntityManager, actor: Actor, needs: readonly Permission[] = []): Promise<void> {
    const [claims] = await manager.query<{ roleIds: string[] }[]>(
      `SELECT role_ids AS "roleIds" FROM sessions JOIN token_claims USING (user_id)
       WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL`,
      [actor.sessionId, actor.userId],
    );
    if (!claims) throw new AuthException('invalid_token');
    const missing = needs.filter((permission) => !this.state.holds(claims, permission));
    if (missing.length > 0)
      throw new AuthException('permission_denied', { detail: `You need ${missing.join(' and ')}.`, missing });
  }
}
