import { requestMetadataOf } from '#platform';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { BrowserSessions } from './browser-sessions.service';
import { RequestOrigin } from './request-origin';
import { type IssuedTokens, SessionCookies } from './session-cookies';

/** The answer of a sign-in, or tokens alone. */
interface Answer extends IssuedTokens {
  tokens?: IssuedTokens;
}

/**
 * With `"session": "cookie"` the tokens that a browser keeps are moved from the answer into cookies. The origin is checked
 * before the route does anything, so that no other site can sign a browser in (login CSRF).
 */
@Injectable()
export class TokensInCookiesInterceptor implements NestInterceptor {
  constructor(
    private readonly origin: RequestOrigin,
    private readonly cookies: SessionCookies,
    private readonly browserSessions: BrowserSessions,
  ) {}

  /** @throws {Problem} 403 `origin_not_allowed` */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if ((request.body as { session?: unknown } | undefined)?.session !== 'cookie') return next.handle();
    this.origin.assertAllowed(request);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(concatMap((answer: Answer) => this.moveTokens(answer, reply)));
  }

  private async moveTokens(answer: Answer, reply: FastifyReply): Promise<object> {
    const { request } = reply;
    const refresh = (answer.tokens ?? answer).refresh;
    if (refresh) await this.browserSessions.endReplaced(request, refresh, requestMetadataOf(request));
    const { tokens, ...others } = answer;
    return { ...this.cookies.move(reply, others), ...(tokens && { tokens: this.cookies.move(reply, tokens) }) };
  }
}

/** On a route whose body has `@SessionTransportField()`, and whose answer has tokens. It may answer `origin_not_allowed`. */
export const TokensInCookies = () => UseInterceptors(TokensInCookiesInterceptor);
