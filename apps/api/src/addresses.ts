import { type FieldFault, invalidCharacters, isStorable, problems } from '#platform';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses text in an address that is none: percent-encoded bytes that are not UTF-8 (Fastify would hand them on as they
 * are, `%ff`), and what PostgreSQL can't hold. A path with such bytes does not get this far. Refuses HTTP/1.1 without
 * `Host` (RFC 9112 §3.2).
 */
export function checkAddresses(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isNamed = request.raw.headers.host !== undefined || request.raw.httpVersion !== '1.1';
    done(isNamed ? undefined : problems.bad_request({ detail: 'A request of HTTP/1.1 needs a Host header.' }));
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (request.is404 || !request.url.includes('%')) return done();
    const errors = [...pathFaults(request.params as Record<string, string>), ...queryFaults(request.url)];
    done(errors.length > 0 ? problems.validation_failed({ errors }) : undefined);
  });
}

const pathFaults = (params: Record<string, string>): FieldFault[] =>
  Object.entries(params ?? {})
    .filter(([, value]) => !isStorable(value))
    .map(([name]) => invalidCharacters(name));

function queryFaults(url: string): FieldFault[] {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  return query.split('&').flatMap((pair) => {
    const [name, value] = pair.split(/=(.*)/s, 2).map(decoded);
    if (name === undefined) return [invalidCharacters('')];
    return pair.includes('=') && value === undefined ? [invalidCharacters(name)] : [];
  });
}

function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text.replaceAll('+', ' '));
    return isStorable(plain) ? plain : undefined;
  } catch {
    return undefined;
  }
}
