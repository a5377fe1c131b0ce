import { type RequestMetadata, RateLimiter } from '#platform';
import { emailKey, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { CredentialChanges } from '../credentials/credential-change.service';
import { MfaAttempts } from '../factors/mfa-attempts';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';
import { assertAcceptable } from './new-password';
import { PasswordHasher } from './password-hasher';

@Injectable()
export class PasswordResetService {
  constructor(
    private readonly users: UsersService,
    private readonly changes: CredentialChanges,
    private readonly tokens: OneTimeTokens,
    private readonly hasher: PasswordHasher,
    private readonly limiter: RateLimiter,
    private readonly mfaAttempts: MfaAttempts,
  ) {}

  /**
   * Sets a new password with the token from the mail. Of many requests at once, one claims the token before any hash is
   * computed; the change uses it up.
   * @throws {Problem} 400 `invalid_token`, `token_expired`, `validation_failed`
   */
  async reset(token: string, newPassword: string, metadata: RequestMetadata): Promise<void> {
    const claimed = await this.tokens.claim('reset_password', token);
    try {
      assertAcceptable(newPassword, await this.users.findById(claimed.userId));
      const passwordHash = await this.hasher.hash(newPassword);
      const user = await this.setPassword(token, passwordHash, metadata);
      await this.limiter.reset('login_failures', emailKey(user.email));
      await this.mfaAttempts.reset(user.id);
    } catch (error) {
      await this.tokens.release(claimed).catch(() => undefined);
      throw error;
    }
  }

  private setPassword(token: string, passwordHash: string, metadata: RequestMetadata) {
    return this.changes.run(async (manager) => {
      const { userId } = await this.tokens.consume(manager, 'reset_password', token);
      return {
        user: await this.users.findById(userId, manager),
        set: { passwordHash },
        revoke: { reason: 'password_reset', exceptSessions: [] },
        action: 'password.reset',
        metadata,
      };
    });
  }
}
