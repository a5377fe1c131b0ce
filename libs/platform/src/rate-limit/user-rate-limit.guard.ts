import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RateLimiter } from './rate-limiter';
import type { RateLimitName } from './rate-limits';

const USER_RATE_LIMIT = 'collabsphere:user-rate-limit';

/** By the user who is signed in, from whatever address; which limit, `@RateLimitByUser()` says. */
@Injectable()
export class UserRateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = this.reflector.get<RateLimitName>(USER_RATE_LIMIT, context.getHandler());
    const { user } = context.switchToHttp().getRequest<{ user: { userId: string } }>();
    await this.limiter.hit(name, user.userId);
    return true;
  }
}

/** At most so many calls of one user as the setting of that name allows; then 429 with `Retry-After`. */
export const RateLimitByUser = (name: RateLimitName) =>
  applyDecorators(SetMetadata(USER_RATE_LIMIT, name), UseGuards(UserRateLimitGuard));
