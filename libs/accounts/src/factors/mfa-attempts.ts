import { RateLimiter } from '#platform';
import { Injectable } from '@nestjs/common';
import type { MfaMethodVerifier } from './mfa-method-verifier';

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

  /**
   * The same for a proof of any method. One that can't be guessed is not limited, and forgives the failures before it: so
   * wrong codes of others never keep the owner of the account out.
   * @throws {Problem} 429 `too_many_attempts`
   */
  async attemptWith<T>(
    verifier: Pick<MfaMethodVerifier, 'isUnguessable'> | undefined,
    userId: string,
    check: () => Promise<T>,
    isSuccess: (result: T) => boolean,
  ): Promise<T> {
    if (!verifier?.isUnguessable) return this.attempt(userId, check, isSuccess);
    const result = await check();
    if (isSuccess(result)) await Promise.all([this.reset(userId), this.limiter.reset('mfa_failures_day', userId)]);
    return result;
  }

  /** After a reset of the password. The daily limit stays, so that resets don't allow more guesses. */
  async reset(userId: string): Promise<void> {
    await this.limiter.reset('mfa_failures', userId);
  }
}
