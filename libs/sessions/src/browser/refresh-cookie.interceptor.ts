import { isNil, Problem } from '#platform';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, type Observable, throwError } from 'rxjs';
import { sessionProblems } from '../sessions.errors';
import { RequestOrigin } from './request-origin';
import { SessionCookies } from './session-cookies';
import { TokensInCookiesInterceptor } from './tokens-in-cookies.interceptor';

const REFUSALS = ['invalid_refresh_token', 'refresh_token_reused'];

/**
 * Where the body of a refresh has no token, the cookie's is used, and the answer's goes into the cookie again. A token
 * from a cookie is never answered in the body, whatever the body asks for. A token that is refused is removed.
 */
@Injectable()
export class RefreshCookieInterceptor implements NestInterceptor {
  constructor(
    private readonly origin: RequestOrigin,
    private readonly cookies: SessionCookies,
  ) {}

  /** @throws {Problem} 401 `invalid_refresh_token`, 403 `origin_not_allowed` */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!this.usesCookie(request)) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    this.origin.assertAllowed(request);
    request.body = { ...(request.body as object), refresh: this.readToken(request, reply), session: 'cookie' };
    return next.handle().pipe(catchError((error: unknown) => throwError(() => this.onRefusal(error, reply))));
  }

  /** A program that has sent neither token nor cookie is answered which field is missing. */
  private usesCookie(request: FastifyRequest): boolean {
    const body = request.body ?? {};
    if (typeof body !== 'object' || Array.isArray(body)) return false;
    const { refresh, session } = body as { refresh?: unknown; session?: unknown };
    if (!isNil(refresh) || session === 'tokens') return false;
    return session === 'cookie' || this.cookies.isSent(request, 'refresh') || this.origin.isAllowed(request);
  }

  private readToken(request: FastifyRequest, reply: FastifyReply): string {
    const token = this.cookies.read(request, 'refresh');
    if (token) return token;
    this.cookies.clear(reply, 'refresh');
    throw sessionProblems.invalid_refresh_token();
  }

  private onRefusal(error: unknown, reply: FastifyReply): unknown {
    if (error instanceof Problem && REFUSALS.includes(error.code)) this.cookies.clear(reply, 'refresh');
    return error;
  }
}

/** The order matters: the first says that the token is from a cookie, and the second keeps its successor out of the answer. */
export const RefreshTokenFromCookie = () => UseInterceptors(RefreshCookieInterceptor, TokensInCookiesInterceptor);
