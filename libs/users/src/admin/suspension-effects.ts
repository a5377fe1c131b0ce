import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

type Effect = (manager: EntityManager, userId: string) => Promise<void>;

/** What modules of higher layers do in the transaction of a ban or a deactivation; they register here (`onModuleInit`). */
@Injectable()
export class SuspensionEffects {
  private readonly effects: Effect[] = [];

  register(effect: Effect): void {
    this.effects.push(effect);
  }

  /** The caller has locked the user's row. */
  async apply(manager: EntityManager, userId: string): Promise<void> {
    for (const effect of this.effects) await effect(manager, userId);
  }
}
