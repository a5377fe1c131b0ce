import { applyDecorators, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { tooManyAttempts } from './rate-limiter';
import type { RateLimitName } from './rate-limits';

export const RATE_LIMIT = 'collabsphere:rate-limit';

/** By IP (an IPv6 client by its /64); which limit, `@RateLimit()` says. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override throwThrottlingException(_: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    throw tooManyAttempts(detail.timeToBlockExpire);
  }

  /** Routes that share a limit share the window. */
  protected override generateKey(_: ExecutionContext, tracker: string, name: string): string {
    return super.generateKey(
      { getClass: () => RateLimitGuard, getHandler: () => RateLimitGuard } as never,
      tracker,
      name,
    );
  }
}

/** At most so many requests of one IP as the setting of that name allows; then 429 with `Retry-After`. */
export const RateLimit = (name: RateLimitName) =>
  applyDecorators(SetMetadata(RATE_LIMIT, name), UseGuards(RateLimitGuard));
