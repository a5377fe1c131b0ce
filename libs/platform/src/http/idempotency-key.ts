import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { msg } from '../i18n/message';
import { problems } from './problem';

/** Printable and without quotes; a UUID is the usual choice. */
const KEY = /^[\x21\x23-\x7e]{1,255}$/;

/**
 * `@IdempotencyKey() key: string | undefined`: by which a request that is sent again is known.
 * @see draft-ietf-httpapi-idempotency-key-header (a quoted string; the bare form that many clients send is taken too)
 */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const sent = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (sent === undefined) return undefined;
  const key = String(sent).replace(/^"(.*)"$/, '$1');
  if (KEY.test(key)) return key;
  throw problems.validation_failed({
    errors: [{ field: 'Idempotency-Key', code: 'invalid_key', message: msg('faults.invalid_key.idempotency') }],
  });
});

/** What the OpenAPI document says of it, on the method. */
export const ApiIdempotencyKey = () =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'A repeated request with the same key and body within 24 h has no further effect and gets the same answer.',
    schema: { type: 'string', maxLength: 255, example: '8e03978e-40d5-43dd-bc93-6894a57f9324' },
  });
