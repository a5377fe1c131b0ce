import { randomBytes } from 'node:crypto';
import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { contentSecurityPolicy } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ConsoleFiles, findConsole } from './console-files';

/** The name of such a file contains a hash of its contents. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** The browser asks each time whether the file has changed. */
const REVALIDATED = 'no-cache';
/** @see CSP Level 3: 128 bits */
const NONCE_BYTES = 16;

/** Scripts are files of ours; a style element needs the nonce of this answer. Images may be previews of an upload. */
const policyOf = (nonce: string): string =>
  contentSecurityPolicy({
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data: blob:",
    'connect-src': "'self'",
    'font-src': "'self'",
    'form-action': "'self'",
  });

/** `/console` and `/account`: two entry points of one application. @returns whether it is built */
export function serveConsole(app: NestFastifyApplication, files = findConsole()): boolean {
  if (!files) return false;
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  void fastify.register(fastifyStatic, {
    root: files.folder,
    prefix: '/console/',
    wildcard: false,
    globIgnore: ['**/*.html', '.vite/**', '**/*.br', '**/*.gz', '**/*.map'],
    preCompressed: true,
    decorateReply: true,
    cacheControl: false,
    setHeaders: (reply, path) =>
      reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? IMMUTABLE : REVALIDATED),
  });
  for (const path of ['/console', '/console/*', '/account', '/account/*']) fastify.get(path, pageHandler(files));
  return true;
}

function pageHandler(files: ConsoleFiles) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    // A file of an older version is no page.
    if (request.url.startsWith('/console/assets/')) return void reply.callNotFound();
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    void reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policyOf(nonce),
        'cache-control': 'no-store',
      })
      .send(files.page(nonce));
  };
}
