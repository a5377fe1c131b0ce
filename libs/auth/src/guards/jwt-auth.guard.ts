import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type RouteAccess, routeAccessOf } from './route-access';
import { type Caller, isService } from '../tokens/caller';
import { Authenticator } from '../authentication/authenticator';
import { AuthOptions } from '../auth.options';
import { getCaller, setCaller, getBearerToken } from './execution-context';
import { JwtStrategy } from '../authentication/jwt.strategy';
import { throwUnauthorized } from './transport-exceptions';

/**
 * Who is this? Closed unless `@Public()`. Verifies the bearer token (over HTTP by way of passport-jwt) and corrects what
 * it says by what has changed since (`AuthorizationState`), all in memory. A socket was verified when it connected
 * (`authenticateSocket`); whether its token still holds is asked again for each message.
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
    if (context.getType() === 'ws') return this.authorize(context, getCaller(context), access, 'not_authenticated');

    const token = getBearerToken(context);
    if (!token) return access.isPublic || throwUnauthorized(context, 'not_authenticated');

    const known = this.authenticator.findVerified(token);
    if (known) return this.authorize(context, known, access);
    const verifier = context.getType() === 'http' ? this.strategy : this.authenticator;
    return verifier.verify(token).then((caller) => this.authorize(context, caller, access));
  }

  private authorize(
    context: ExecutionContext,
    caller: Caller | undefined,
    access: RouteAccess,
    unknown: 'not_authenticated' | 'invalid_token' = 'invalid_token',
  ): boolean {
    setCaller(context, undefined);
    const judged = caller ? this.authenticator.authorize(caller, access) : unknown;
    if (typeof judged !== 'object') return access.isPublic || throwUnauthorized(context, judged, access);
    setCaller(context, judged);
    if (context.getType() === 'http' && !isService(judged)) this.options.onRequestAuthenticated?.(judged);
    return true;
  }
}
