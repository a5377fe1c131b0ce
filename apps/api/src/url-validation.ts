import { type FieldFault, invalidCharactersError, isStorableText, problems, msg } from '#platform';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses text in an address that is none: percent-encoded bytes that are not UTF-8 (Fastify would hand them on as they
 * are, `%ff`), and what PostgreSQL can't hold. A path with such bytes does not get this far. Refuses HTTP/1.1 without
 * `Host` (RFC 9112 §3.2).
 */
export function validateUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isNamed = request.raw.headers.host !== undefined || request.raw.httpVersion !== '1.1';
    done(isNamed ? undefined : problems.bad_request({ detail: msg('problems.bad_request.no_host') }));
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (request.is404 || !request.url.includes('%')) return done();
    const errors = [...pathErrors(request.params as Record<string, string>), ...queryErrors(request.url)];
    done(errors.length > 0 ? problems.validation_failed({ errors }) : undefined);
  });
}

const pathErrors = (params: Record<string, string>): FieldFault[] =>
  Object.entries(params ?? {})
    .filter(([, value]) => !isStorableText(value))
    .map(([name]) => invalidCharactersError(name));

function queryErrors(url: string): FieldFault[] {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  return query.split('&').flatMap((pair) => {
    const [name, value] = pair.split(/=(.*)/s, 2).map(decode);
    if (name === undefined) return [invalidCharactersError('')];
    return pair.includes('=') && value === undefined ? [invalidCharactersError(name)] : [];
  });
}

function decode(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text.replaceAll('+', ' '));
    return isStorableText(plain) ? plain : undefined;
  } catch {
    return undefined;
  }
}
