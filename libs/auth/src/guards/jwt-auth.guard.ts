import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { checkCaller, isRefusal } from '../access/check-access';
import type { RouteAccess } from '../access/route-access';
import { routeAccessOf } from './route-access';
import { type Caller, isService } from '../tokens/caller';
import { Authenticator } from '../authentication/authenticator';
import { AuthOptions } from '../auth.options';
import { getCaller, setCaller, getBearerToken } from './execution-context';
import { JwtStrategy } from '../authentication/jwt.strategy';
import { AuthException } from '../auth.errors';
import type { Refusal } from '../problems/auth-problem';
import { throwRefusal } from './transport-exceptions';

/**
 * Authenticates every request, unless the route is `@Public()`. Verifies the bearer token (of HTTP requests by
 * passport-jwt) and applies later changes (`AuthorizationState`), all in memory. A socket is authenticated when it
 * connects (`authenticateSocket`); its token is checked again for each message.
 * @see RFC 6750
 */
@Injectable()
export class JwtAuthGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly strategy: JwtStrategy,
    private readonly options: AuthOptions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = routeAccessOf(context.getClass(), context.getHandler());
    if (access.isPublic && !access.identifies) return true;
    if (context.getType() === 'ws') {
      const caller = getCaller(context);
      return caller
        ? this.authorize(context, caller, access)
        : this.refuse(context, { code: 'not_authenticated' }, access);
    }
    const token = getBearerToken(context);
    if (!token) return access.isPublic || throwRefusal(context, new AuthException('not_authenticated'));

    const verified = this.authenticator.findVerified(token);
    if (verified) return this.authorize(context, verified, access);
    const verifier = context.getType() === 'http' ? this.strategy : this.authenticator;
    return verifier
      .verify(token)
      .then((caller) =>
        caller
          ? this.authorize(context, caller, access)
          : this.refuse(context, { code: this.authenticator.explainUnverified(token) }, access),
      );
  }

  private authorize(context: ExecutionContext, caller: Caller, access: RouteAccess): boolean {
    const result = checkCaller(this.authenticator, caller, access);
    if (isRefusal(result)) return this.refuse(context, result, access);
    setCaller(context, result);
    if (context.getType() === 'http' && !isService(result)) this.options.onRequestAuthenticated?.(result);
    return true;
  }

  /** On a public route the caller is anonymous. */
  private refuse(context: ExecutionContext, refusal: Refusal, access: RouteAccess): boolean {
    setCaller(context, undefined);
    return access.isPublic || throwRefusal(context, AuthException.of(refusal));
  }
}
