import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptedLanguage } from './accept-language';
import { languages, SOURCE_LANGUAGE } from './catalogue';

declare module 'fastify' {
  interface FastifyInstance {
    /** `DEFAULT_LANGUAGE`: of the answer to who names no language of ours. */
    defaultLanguage?: string;
  }
}

/** What the request, or the handshake of a socket, asks for by `Accept-Language`, if it is one of ours. */
export function askedLanguage({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return acceptedLanguage(headers['accept-language'], languages);
}

export const languageOf = (request: FastifyRequest): string =>
  askedLanguage(request) ?? request.server.defaultLanguage ?? SOURCE_LANGUAGE;

/** Says in which language the answer is, and that another request may get another one. @see RFC 9110 §12.5.5 */
export function markLanguage(reply: FastifyReply, language: string): void {
  reply.header('content-language', language);
  const vary = String(reply.getHeader('vary') ?? '');
  if (!/(^|,)\s*(\*|accept-language)\s*(,|$)/i.test(vary))
    reply.header('vary', vary ? `${vary}, Accept-Language` : 'Accept-Language');
}

/** `@AskedLanguage() asked: string | undefined` */
export const AskedLanguage = createParamDecorator((_: unknown, context: ExecutionContext) =>
  askedLanguage(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** `@Language() language: string` for an answer with words: the language of the request. The answer is marked with it. */
export const Language = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const http = context.switchToHttp();
  const language = languageOf(http.getRequest<FastifyRequest>());
  markLanguage(http.getResponse<FastifyReply>(), language);
  return language;
});
