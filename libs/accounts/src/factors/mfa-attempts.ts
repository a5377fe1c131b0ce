import { RateLimiter } from '#platform';
import { Injectable } from '@nestjs/common';

/**
 * Limits wrong codes by account, so that someone who knows the password can't guess on with new challenges. Who does not
 * know it can't use the limit up. A right code forgives the failures before it.
 */
@Injectable()
export class MfaAttempts {
  constructor(private readonly limiter: RateLimiter) {}

  /** @throws {Problem} 429 `too_many_attempts` */
  attempt<T>(userId: string, check: () => Promise<T>, isSuccess: (result: T) => boolean): Promise<T> {
    const withinDay = () => this.limiter.attempt('mfa_failures_day', userId, check, isSuccess);
    return this.limiter.attempt('mfa_failures', userId, withinDay, isSuccess);
  }

  /** After a reset of the password. The daily limit stays, so that resets don't allow more guesses. */
  async reset(userId: string): Promise<void> {
    await this.limiter.reset('mfa_failures', userId);
  }
}
