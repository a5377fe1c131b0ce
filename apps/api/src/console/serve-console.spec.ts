import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Fastify from 'fastify';
import { findConsole } from './console-files';
import { serveConsole } from './serve-console';

const folder = mkdtempSync(join(tmpdir(), 'console-'));
const outside = `${folder}-secret.txt`;
const HTML = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">';

describe('serveConsole', () => {
  const fastify = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    mkdirSync(join(folder, '.vite'));
    writeFileSync(join(folder, 'index.html'), HTML);
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'run()');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js.map'), 'manifest content');
    writeFileSync(join(folder, 'icon.svg'), '<svg/>');
    writeFileSync(join(folder, '.vite', 'manifest.json'), 'manifest content');
    writeFileSync(outside, 'outside content');
    const app = { getHttpAdapter: () => ({ getInstance: () => fastify }) } as unknown as NestFastifyApplication;
    expect(serveConsole(app, findConsole([folder]))).toBe(true);
    await fastify.ready();
  });
  afterAll(async () => {
    await fastify.close();
    rmSync(folder, { recursive: true });
    rmSync(outside);
  });
  const get = (url: string) => fastify.inject(url);

  it.each([
    ['/console/assets/app-1a2b.js', 'public, max-age=31536000, immutable', 'run()'],
    ['/console/icon.svg', 'no-cache', '<svg/>'],
  ])('serves %s', async (url, cache, body) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['cache-control'], answer.body]).toEqual([200, cache, body]);
  });

  it.each([
    '/console',
    '/console/users/1',
    '/console/setup/token',
    '/account',
    '/account/security',
    '/console/index.html',
  ])('%s is the page, with a nonce of its own and not cached', async (url) => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { statusCode, headers, body } = await get(url);
        const policy = String(headers['content-security-policy']);
        expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
        const [, nonce] = /style-src 'self' 'nonce-([\w+/=]{24})'/.exec(policy)!;
        expect(body).toContain(`nonce="${nonce}"`);
        expect(policy).toMatch(/frame-ancestors 'none'/);
        expect(policy).not.toMatch(/unsafe|script-src[^;]*nonce/);
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it.each([
    '/console/../console-secret.txt',
    '/console/..%2f..%2fpackage.json',
    '/console/%2e%2e/%2e%2e/package.json',
    '/console/assets/..%2findex.html',
    `/console/..%2f${outside.slice(tmpdir().length + 1)}`,
    '/console/.vite/manifest.json',
    '/console/%2evite/manifest.json',
    '/console/assets/app-0000.js',
    '/console/assets/app-1a2b.js.map',
    '/consoles',
    '/api/none',
  ])('%s is no file', async (url) => {
    const { headers, body } = await get(url);
    expect(body).not.toMatch(/outside content|manifest content|"name"/);
    expect(String(headers['cache-control'] ?? 'no-store')).toBe('no-store');
  });

  it('answers nothing but reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'] as const)
      expect((await fastify.inject({ method, url: '/console/x' })).statusCode).toBe(404);
    expect((await get('/console/assets/app-0000.js')).statusCode).toBe(404);
  });
});
