import { rawResponse } from '../support/raw-response';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

/** On every answer: the bounds are those of OWASP ASVS 5.0 V3.4. */
const required: [name: string, value: RegExp][] = [
  ['strict-transport-security', /^max-age=31536000; includeSubDomains$/],
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^no-referrer$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cache-control', /./],
  ['content-security-policy', /default-src 'none'.*object-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/],
];

const upgrade =
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://evil.test\r\n\r\n';
const line = 'POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('security headers', () => {
  let t: TestApp;
  let person: TestUser;
  const reports = 'https://reports.example.com/csp';
  beforeAll(async () => {
    t = await testApp({ CSP_REPORT_URI: reports, DOCS_ENABLED: 'true' });
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  /** All headers of an answer, by their names in lower case. */
  async function headersOf(path: string, init: RequestInit = {}): Promise<[number, Map<string, string>]> {
    const answer = await fetch(`${t.url}${path}`, { redirect: 'manual', ...init });
    await answer.arrayBuffer();
    return [answer.status, new Map(answer.headers)];
  }

  const assertAll = (headers: Map<string, string>) => {
    for (const [name, value] of required)
      expect([name, headers.get(name)]).toEqual([name, expect.stringMatching(value)]);
  };

  const json = { 'content-type': 'application/json' };
  it.each<[string, number, string, RequestInit?]>([
    ['success', 200, '/health/live'],
    ['no token', 401, '/api/profile'],
    ['an unknown path', 404, '/nowhere'],
    ['source control', 404, '/.git/HEAD'],
    ['settings', 404, '/.env'],
    ['a file of the project', 404, '/package.json'],
    ['a folder', 404, '/avatars/'],
    ['a call with the name of a file, as a cache would keep it', 404, '/api/profile/x.css'],
    ['a path that can not be decoded', 400, '/api/%ff'],
    ['a path with a part far too long', 404, `/avatars/${'a'.repeat(700)}`],
    ['malformed JSON', 400, '/api/login', { method: 'POST', body: '{', headers: json }],
    ['another media type', 415, '/api/login', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }],
    ['too large a body', 413, '/api/login', { method: 'POST', body: 'x'.repeat(200_000), headers: json }],
    ['a preflight', 204, '/api/profile', { method: 'OPTIONS' }],
    ['a page', 200, '/verify-email/token'],
    ['a stylesheet', 200, '/pages/style.css'],
    ['the documentation', 200, '/docs'],
    ['a script of the documentation', 200, '/docs/swagger-ui-bundle.js'],
    ['the OpenAPI document', 200, '/openapi.json'],
    ['the key set', 200, '/.well-known/jwks.json'],
    ['metrics', 200, '/metrics'],
    ['an avatar that is not there', 404, '/avatars/5b0c9a6e3f4d41d2a7c85b0c9a6e3f4d.webp'],
    ['a socket by polling', 200, '/socket.io/?EIO=4&transport=polling'],
    ['a transport that there is not', 400, '/socket.io/?EIO=4&transport=pigeon'],
    [
      'a socket from a foreign origin',
      403,
      '/socket.io/?EIO=4&transport=polling',
      { headers: { origin: 'https://evil.test' } },
    ],
  ])('are on the answer to %s', async (_what, expected, path, init = {}) => {
    const [status, headers] = await headersOf(path, init);
    expect(status).toBe(expected);
    assertAll(headers);
  });

  it.each<[string, number, string]>([
    ['no HTTP at all', 400, 'hello there\r\n\r\n'],
    ['a method that there is not', 400, 'FOO /api/profile HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['headers of 64 KB', 431, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(65_536)}\r\n\r\n`],
    ['an unknown expectation', 417, `${line}Expect: foo\r\nContent-Length: 2\r\n\r\n{}`],
    ['an upgrade from a foreign origin', 403, upgrade],
    ['TRACE', 404, 'TRACE /api/profile HTTP/1.1\r\nHost: x\r\nX-Secret: echo\r\nConnection: close\r\n\r\n'],
  ])('are on the answer to %s', async (_what, status, request) => {
    const answer = await rawResponse(t.url, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const lines = answer.split('\r\n\r\n')[0]!.split('\r\n').slice(1);
    assertAll(
      new Map(lines.map((text) => text.split(/: (.*)/s, 2)).map(([name, value]) => [name!.toLowerCase(), value!])),
    );
    // TRACE must not return what was sent: a script could read headers that it may not.
    expect(answer).not.toContain('echo');
  });

  it('are on the answer to a failure inside, which says nothing of the inside', async () => {
    await t.db.query('ALTER TABLE users RENAME TO users_elsewhere');
    try {
      const [status, headers] = await headersOf('/api/profile', {
        headers: { authorization: `Bearer ${person.access}` },
      });
      expect(status).toBe(500);
      assertAll(headers);
    } finally {
      await t.db.query('ALTER TABLE users_elsewhere RENAME TO users');
    }
  });

  it('name where browsers report violations, on every document', async () => {
    for (const path of ['/verify-email/token', '/docs', '/nowhere', '/health/live']) {
      const [, headers] = await headersOf(path);
      expect(headers.get('content-security-policy')).toMatch(`; report-uri ${reports}; report-to csp`);
      expect(headers.get('reporting-endpoints')).toBe(`csp="${reports}"`);
    }
  });

  it.each(['/docs', '/verify-email/token', '/pages/style.css', '/metrics'])('%s names its charset', async (path) => {
    expect((await headersOf(path))[1].get('content-type')).toMatch(/^text\/.*; charset=utf-8$/);
  });

  it('logout clears what the browser keeps', async () => {
    const { headers } = await t.http.post('/api/logout', {}, { token: (await t.as.signIn(person)).access });
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"');
  });
});
