import type { TestUser } from '../support/test-users';
import { aSentence, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const json = { 'content-type': 'application/json' };
const origin = 'https://app.example.com';

describe('conventions of the wire', () => {
  let t: TestApp;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp({ CORS_ORIGINS: `${origin},https://admin.example.com` });
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const login = (body: unknown, headers: Record<string, string> = json) => t.http.post('/api/login', body, { headers });

  describe('a problem', () => {
    it.each([
      ['not found', () => t.http.get('/api/nothing'), 404, 'not_found'],
      ['no such method', () => t.http.delete('/api/login'), 404, 'not_found'],
      ['not signed in', () => t.http.get('/api/profile'), 401, 'not_authenticated'],
      [
        'wrong credentials',
        () => login(JSON.stringify({ email: 'a@example.com', password: 'x' })),
        401,
        'invalid_credentials',
      ],
      ['malformed JSON', () => login('{"email":'), 400, 'malformed_json'],
      ['not JSON', () => login('hello', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
      ['too much', () => login(JSON.stringify({ email: 'x'.repeat(100_000) })), 413, 'body_too_large'],
      ['an address that can not be decoded', () => t.http.get('/api/verify-email/%ff'), 400, 'bad_request'],
    ])('of %s is a problem document', async (_, call, status, code) => {
      const { headers, body, ...answer } = await call();
      expect(answer.status).toBe(status);
      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(body).toEqual({
        type: `urn:collabsphere:problem:${code}`,
        title: expect.stringMatching(/^[A-Z]/),
        status,
        detail: aSentence,
        code,
        request_id: headers.get('x-request-id'),
      });
    });

    it('of validation has errors besides, one for each fault', async () => {
      const { body } = await login('{}');
      expect(Object.keys(body).sort()).toEqual(['code', 'detail', 'errors', 'request_id', 'status', 'title', 'type']);
      expect(body.errors).toEqual(
        ['email', 'password'].map((field) => ({ field, code: 'required', message: aSentence })),
      );
    });

    it('discloses no internals', async () => {
      const answers = [
        await login('{"email":'),
        await login('{"email":"\\u0000"}'),
        await t.http.get('/api/nothing/%00'),
        await t.http.get(`/api/sessions?cursor=${Buffer.from('["x","y"]').toString('base64url')}`, {
          token: person.access,
        }),
        await t.http.get(`/api/verify-email/${'x'.repeat(2000)}`),
      ];
      for (const { status, body } of answers) {
        expect(status).toBeLessThan(500);
        expect(JSON.stringify(body)).not.toMatch(/node_modules|\.[jt]s\b|\bat \w|SELECT|Error:|Unexpected/);
      }
    });
  });

  describe('a body', () => {
    it.each(['{', '{"a":1,}', "{'a':1}", 'undefined', '[1', '{"a":1}x', '\u0000'])(
      'that is no JSON is refused: %j',
      async (text) => expect(problemSummary(await login(text))).toEqual([400, 'malformed_json']),
    );

    it.each(['[]', '"text"', '5', 'true', '[{"email":"a@example.com"}]'])(
      'that is no object is refused: %s',
      async (text) => {
        expect(problemSummary(await login(text))).toEqual([400, 'validation_failed', ' invalid_type']);
      },
    );

    it.each(['{"__proto__":{"email":"x"}}', '{"email":{"__proto__":1}}', '{"constructor":{"prototype":{}}}'])(
      'that reaches for prototypes is refused: %s',
      async (text) => expect(problemSummary(await login(text))).toEqual([400, 'malformed_json']),
    );

    it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', '$where', ''])(
      'with a field that is unknown is refused: %j',
      async (field) => {
        const { email, password } = person;
        expect(problemSummary(await login(JSON.stringify({ email, password, [field]: 'x' })))).toEqual([
          400,
          'validation_failed',
          `${field} unknown_field`,
        ]);
      },
    );

    it('has all its faults named, those beside an inherited name too', async () => {
      expect(problemSummary(await login('{"email":5,"constructor":1,"extra":1}'))).toEqual([
        400,
        'validation_failed',
        'constructor unknown_field',
        'email invalid_type',
        'extra unknown_field',
        'password required',
      ]);
    });

    it.each([
      'text/plain',
      'text/html',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
      'nonsense',
    ])('of type %s is refused', async (type) => {
      expect(problemSummary(await login('{"email":"a@example.com"}', { 'content-type': type }))).toEqual([
        415,
        'unsupported_media_type',
      ]);
    });

    it('without a type is refused', async () => {
      const body = Buffer.from('{"email":"a@example.com"}');
      expect(problemSummary(await t.http.post('/api/login', body))).toEqual([415, 'unsupported_media_type']);
    });

    it.each(['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'])(
      'of type %s is taken',
      async (type) => {
        const { email, password } = person;
        expect((await login(JSON.stringify({ email, password }), { 'content-type': type })).status).toBe(200);
      },
    );

    it('of 100 kB is read, of more not, declared or not', async () => {
      const ofSize = (size: number) => `{"email":"${'x'.repeat(size - 12)}"}`;
      expect((await login(ofSize(100_000))).body.code).toBe('validation_failed');
      expect(problemSummary(await login(ofSize(100_001)))).toEqual([413, 'body_too_large']);
      const stream = new Blob([ofSize(200_000)]).stream();
      const response = await fetch(`${t.url}/api/login`, {
        method: 'POST',
        headers: json,
        body: stream,
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(413);
    });

    it('that is nested deeply does no harm', async () => {
      expect((await login(`{"email":${'['.repeat(40_000)}${']'.repeat(40_000)}}`)).status).toBe(400);
    });
  });

  it.each([
    ['GET', '/api/profile', 200],
    ['GET', '/api/sessions', 200],
    ['GET', '/api/devices', 200],
    ['PATCH', '/api/profile', 200],
    ['POST', '/api/resend-verification', 202],
    ['GET', '/.well-known/jwks.json', 200],
    ['GET', '/health/live', 200],
  ])('%s %s is the same with a slash at its end', async (method, path, status) => {
    const body = method === 'GET' ? undefined : {};
    for (const address of [path, `${path}/`, `${path}/?`, `${path}?`])
      expect([address, (await t.http.send(method, address, body, { token: person.access })).status]).toEqual([
        address,
        status,
      ]);
  });

  describe('X-Request-Id', () => {
    const idFor = async (sent: string, path = '/health/live') =>
      (await t.http.get(path, { headers: { 'x-request-id': sent } })).headers.get('x-request-id');

    it.each(['abc-123', '5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11', 'a.b:c_d', 'x'.repeat(128)])('keeps %s', async (id) => {
      expect(await idFor(id)).toBe(id);
      expect(await idFor(id, '/nowhere')).toBe(id);
    });

    it.each([['a b'], ['<script>'], ['x'.repeat(129)], ['"'], ['a,b']])('makes its own instead of %s', async (id) => {
      expect(await idFor(id)).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    });

    it('is new for each request', async () => {
      const [one, two] = [await t.http.get('/health/live'), await t.http.get('/health/live')];
      expect(one.headers.get('x-request-id')).not.toBe(two.headers.get('x-request-id'));
    });
  });

  it.each(['/health/live', '/api/profile', '/nowhere', '/verify-email/x', '/docs'])(
    '%s has security headers',
    async (path) => {
      const { headers } = await t.http.get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
      });
      expect(headers.has('x-powered-by')).toBe(false);
    },
  );

  it.each([
    ['/api/profile', 'no-store'],
    ['/api/sessions', 'no-store'],
    ['/nowhere', 'no-store'],
    ['/.well-known/jwks.json', 'public, max-age=300'],
    ['/pages/style.css', 'public, max-age=3600'],
  ])('%s may be kept: %s', async (path, control) => {
    expect((await t.http.get(path, { token: person.access })).headers.get('cache-control')).toBe(control);
  });

  describe('HEAD', () => {
    it.each(['/api/profile', '/api/sessions', '/health/live', '/.well-known/jwks.json'])(
      '%s is GET without a body',
      async (path) => {
        const [head, get] = [
          await t.http.send('HEAD', path, undefined, { token: person.access }),
          await t.http.get(path, { token: person.access }),
        ];
        expect([head.status, head.body, head.headers.get('content-type')]).toEqual([
          200,
          '',
          get.headers.get('content-type'),
        ]);
      },
    );

    it('needs a token where GET does', async () => {
      expect((await t.http.send('HEAD', '/api/profile')).status).toBe(401);
    });

    it('does not use a link up', async () => {
      const { access, email } = await t.as.unverifiedUser();
      const { token } = await t.mailbox.find(email, /verify/i);
      await t.http.send('HEAD', `/api/verify-email/${token}`);
      expect((await t.http.get('/api/profile', { token: access })).body.email_verified).toBe(false);
    });
  });

  it.each(['/api/login', '/api/profile'])('OPTIONS %s, of no browser, is answered with nothing', async (path) => {
    const { status, body, headers } = await t.http.send('OPTIONS', path, undefined, {
      headers: { 'x-request-id': 'mine' },
    });
    expect([status, body, headers.get('x-request-id')]).toEqual([204, '', 'mine']);
  });

  describe('CORS', () => {
    const preflight = (from: string, method = 'PUT') =>
      t.http.send('OPTIONS', '/api/profile', undefined, {
        headers: {
          origin: from,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type,if-match',
        },
      });

    it.each([origin, 'https://admin.example.com'])('lets %s call', async (from) => {
      const { status, headers } = await preflight(from);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(from);
      expect(headers.get('access-control-allow-methods')).toMatch(/PUT/);
      expect(headers.get('access-control-allow-headers')).toMatch(/authorization/);
      expect(headers.get('access-control-allow-headers')).toMatch(/if-match/);
      expect(headers.get('vary')).toMatch(/origin/i);
      const answer = await t.http.get('/api/profile', { headers: { origin: from } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(from);
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/x-request-id.*retry-after/);
    });

    it.each(['https://evil.example.com', 'http://app.example.com', 'https://app.example.com.evil.com', 'null'])(
      'does not let %s',
      async (from) => {
        expect((await preflight(from)).headers.get('access-control-allow-origin')).toBeNull();
        const { headers } = await t.http.get('/health/live', { headers: { origin: from } });
        expect(headers.get('access-control-allow-origin')).toBeNull();
      },
    );
  });
});
