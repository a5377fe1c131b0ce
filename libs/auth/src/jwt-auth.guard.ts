import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { firstValueFrom, isObservable } from 'rxjs';
import { type Access, accessOf } from './access';
import type { Principal } from './access-token';
import { AuthException, type AuthProblemCode } from './auth.errors';
import { AuthOptions } from './auth.options';
import { AuthorizationState } from './authorization-state';
import { VerifiedTokens } from './verified-tokens';

interface HttpRequest {
  headers: { authorization?: string };
  user?: Principal;
}

const DEFAULT_MAX_STALENESS = 10;

/**
 * Who is this? Closed unless `@Public()`. Verifies the bearer token (passport-jwt) and corrects what it says by what
 * has changed since (`AuthorizationState`), all in memory.
 * @see RFC 6750
 */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(
    private readonly state: AuthorizationState,
    private readonly tokens: VerifiedTokens,
    private readonly options: AuthOptions,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = accessOf(context.getClass(), context.getHandler());
    if (access.isPublic && !access.identifies) return true;

    const request = context.switchToHttp().getRequest<HttpRequest>();
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return access.isPublic || this.refuse(context, 'not_authenticated');

    const known = this.tokens.get(token);
    if (known) return this.admit(context, request, known, access);
    return this.verify(context).then((principal) => {
      if (principal) this.tokens.add(token, principal);
      return this.admit(context, request, principal, access);
    });
  }

  /** Whatever passport found wrong is for the caller one and the same: the token does not hold. */
  override handleRequest<T>(_error: unknown, principal: T): T {
    return principal;
  }

  private async verify(context: ExecutionContext): Promise<Principal | undefined> {
    const done = super.canActivate(context);
    await (isObservable(done) ? firstValueFrom(done) : done);
    return context.switchToHttp().getRequest<HttpRequest>().user || undefined;
  }

  private admit(
    context: ExecutionContext,
    request: HttpRequest,
    token: Principal | undefined,
    { isPublic, allowsUnverifiedEmail }: Access,
  ): boolean {
    request.user = undefined;
    if (!token || this.state.isEnded(token.sessionId)) return isPublic || this.refuse(context, 'invalid_token');
    if (this.state.staleness() > (this.options.maxStaleness ?? DEFAULT_MAX_STALENESS) * 1000)
      return isPublic || this.refuse(context, 'authorization_stale');
    const principal = this.state.current(token);
    if (!isPublic && !principal.emailVerified && !allowsUnverifiedEmail)
      return this.refuse(context, 'email_not_verified');
    request.user = principal;
    this.options.seen?.(principal);
    return true;
  }

  private refuse(context: ExecutionContext, code: AuthProblemCode): never {
    const response = context.switchToHttp().getResponse<{ header(name: string, value: string): unknown }>();
    if (code === 'not_authenticated') response.header('www-authenticate', 'Bearer realm="collabsphere"');
    if (code === 'invalid_token')
      response.header('www-authenticate', 'Bearer realm="collabsphere", error="invalid_token"');
    if (code === 'authorization_stale') response.header('retry-after', '2');
    throw new AuthException(code);
  }
}
