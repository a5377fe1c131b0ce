import { AuthorizationEventRecorder } from '#sessions';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Publishes that a user's tokens carry outdated claims: roles, whether the e-mail address is verified, or whether there is a second factor. */
@Injectable()
export class TokenClaimsPublisher {
  constructor(private readonly events: AuthorizationEventRecorder) {}

  /** The caller has locked the user's row. */
  async publish(manager: EntityManager, userId: string): Promise<void> {
    const [claims] = await manager.query(
      'SELECT role_ids, email_verified, mfa_enrolled FROM token_claims WHERE user_id = $1',
      [userId],
    );
    if (claims) await this.events.record(manager, 'token-claims-change', { user_id: userId, ...claims });
  }
}
