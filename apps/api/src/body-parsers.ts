import { isUtf8 } from 'node:buffer';
import { problems, msg } from '#platform';
import type { FastifyInstance } from 'fastify';

/** Nothing that is sent here nests deeper; what looks through the body by recursion must not run out of stack. */
const MAX_DEPTH = 16;

/**
 * `__proto__` and `constructor.prototype` are refused; an empty body is no body. JSON is UTF-8, whatever a `charset` says
 * (RFC 8259 §8.1): bytes that are not would be stored as U+FFFD.
 */
export function addJsonParser(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body as Buffer)) return done(problems.malformed_json());
    return parse(request, body.toString('utf8'), (error, value) => {
      if (error) done(problems.malformed_json({ cause: error }));
      else if (isDeeperThan(value, MAX_DEPTH))
        done(problems.bad_request({ detail: msg('problems.bad_request.too_deep') }));
      else done(null, value);
    });
  });
}

function isDeeperThan(value: unknown, depth: number): boolean {
  let level = [value];
  for (let n = 0; n <= depth; n++)
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  return level.length > 0;
}

/**
 * Forms go to our own pages and to OAuth's endpoints only: elsewhere they are what a foreign page could send without
 * asking (CSRF).
 */
export function addFormParser(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (!request.routeOptions.config.form) return done(problems.unsupported_media_type());
    const fields = [...new URLSearchParams(body as string)];
    const names = new Set(fields.map(([name]) => name));
    // A check of one value would not cover the other. See RFC 6749 §3.2.
    if (names.size < fields.length) done(problems.bad_request({ detail: msg('problems.bad_request.field_twice') }));
    else done(null, Object.fromEntries(fields));
  });
}

/** Files too: other routes would take such a body for an empty one. */
export function restrictMultipart(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const multipart = /^multipart\//i.test(request.headers['content-type'] ?? '');
    done(multipart && !request.routeOptions.config.files ? problems.unsupported_media_type() : null);
  });
}
