import type { MfaMethod } from '#users';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SECOND_FACTORS, type SecondFactor } from './second-factor';

/** Which second factors a user has. `users.mfa_methods` is derived from the factors' tables, under the user's row lock. */
@Injectable()
export class FactorSet {
  constructor(@Inject(SECOND_FACTORS) private readonly factors: readonly SecondFactor[]) {}

  /** @returns what `users.mfa_methods` was and is */
  async update(manager: EntityManager, userId: string): Promise<{ before: MfaMethod[]; after: MfaMethod[] }> {
    const [row] = await manager.query<{ mfa_methods: MfaMethod[] }[]>('SELECT mfa_methods FROM users WHERE id = $1', [
      userId,
    ]);
    const after: MfaMethod[] = [];
    for (const factor of this.factors) if (await factor.isSet(manager, userId)) after.push(factor.method);
    await manager.query('UPDATE users SET mfa_methods = $2 WHERE id = $1', [userId, after]);
    return { before: row?.mfa_methods ?? [], after };
  }

  async isAnySet(manager: EntityManager, userId: string): Promise<boolean> {
    for (const factor of this.factors) if (await factor.isSet(manager, userId)) return true;
    return false;
  }

  async removeAll(manager: EntityManager, userId: string): Promise<void> {
    for (const factor of this.factors) await factor.removeAll(manager, userId);
  }
}
