import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { msg } from '../i18n/message';
import { problems } from './problem';

/**
 * The version that the client last saw, from `If-Match: "3"`; nothing where it sends none, or `*`.
 * @see RFC 9110 §13.1.1
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const sent = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (sent === undefined || sent === '*') return undefined;
  const version = /^"(\d{1,9})"$/.exec(sent)?.[1];
  if (version) return Number(version);
  throw problems.validation_failed({
    errors: [{ field: 'If-Match', code: 'invalid_etag', message: msg('faults.invalid_etag') }],
  });
});
