import { SuspensionEffects } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What a user can sign in with in part: challenges after a right password, and trusted devices. */
@Injectable()
export class SignInProofs implements OnModuleInit {
  constructor(private readonly suspensions: SuspensionEffects) {}

  onModuleInit(): void {
    this.suspensions.register((manager, userId) => this.invalidate(manager, userId));
  }

  /** After a change of credentials or factors, a ban, or a sign-in that the user did not recognize. */
  async invalidate(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(
      `WITH challenges AS (DELETE FROM sign_in_challenges WHERE user_id = $1)
       DELETE FROM trusted_devices WHERE user_id = $1`,
      [userId],
    );
  }
}
