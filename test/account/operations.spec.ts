import { Health } from '#platform';
import { type TestApp, testApp } from '../support/test-app';

describe('operations', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({ METRICS_TOKEN: 'a-token-for-the-scraper' });
  });
  afterAll(() => t.close());

  it('report that the process runs, and that it can serve', async () => {
    expect(await t.http.get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await t.http.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { database: 'up', authorization: 'up' } },
    });
  });

  it('return metrics in the format of Prometheus, with the token', async () => {
    await t.http.get('/api/verify-email/a-token-that-must-stay-secret');
    const { status, headers, body } = await t.http.get('/metrics', { token: 'a-token-for-the-scraper' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toMatch(/^http_request_duration_seconds_count\{.*route="\/api\/verify-email\/:token".*\} 1$/m);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
    expect(body).not.toContain('must-stay-secret');
  });

  it.each([undefined, 'wrong'])('return no metrics with the token %s', async (token) => {
    const { status, headers } = await t.http.get('/metrics', { token });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="metrics"']);
  });

  it('show the documentation', async () => {
    const { status, headers, body } = await t.http.get('/docs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(body).toContain('CollabSphere Auth');
  });

  describe('describe every call', () => {
    interface Operation {
      summary?: string;
      security?: object[];
      requestBody?: { content: object };
      responses: Record<string, { content?: Record<string, unknown> }>;
    }
    const operations = async (): Promise<[string, Operation][]> => {
      const { body } = await t.http.get('/openapi.json');
      expect(body.openapi).toMatch(/^3\./);
      return Object.entries<Record<string, Operation>>(body.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]): [string, Operation] => [
          `${method.toUpperCase()} ${path}`,
          operation,
        ]),
      );
    };

    it.each([
      'POST /api/register',
      'POST /api/login',
      'POST /api/token/refresh',
      'POST /api/logout',
      'POST /api/verify-email',
      'GET /api/verify-email/{token}',
      'POST /api/resend-verification',
      'GET /api/profile',
      'PATCH /api/profile',
      'PUT /api/profile',
      'PUT /api/profile/avatar',
      'DELETE /api/profile/avatar',
      'POST /api/password/change',
      'POST /api/password/forgot',
      'POST /api/password/reset',
      'POST /api/email/change',
      'POST /api/email/confirm',
      'GET /api/sessions',
      'DELETE /api/sessions/{id}',
      'DELETE /api/sessions',
      'GET /api/devices',
      'PUT /api/devices/{id}',
      'DELETE /api/devices/{id}',
      '.well-known',
    ])('%s', async (call) => {
      const found = (await operations()).filter(([name]) =>
        call.startsWith('.') ? name.includes(call) : name === call,
      );
      expect(found.length).toBeGreaterThan(0);
      for (const [, operation] of found) expect(operation.summary).toBeTruthy();
    });

    it('with what it answers, problems included', async () => {
      const document = new Map(await operations());
      const answers = (name: string) => Object.keys(document.get(name)!.responses);
      expect(answers('POST /api/register')).toEqual(expect.arrayContaining(['201', '400', '409', '429']));
      expect(answers('POST /api/login')).toEqual(expect.arrayContaining(['200', '400', '401', '403', '429']));
      for (const [name, { responses, security }] of document) {
        expect([name, Object.keys(responses).some((status) => status.startsWith('2'))]).toEqual([name, true]);
        if (security?.length && name !== 'POST /api/resend-verification')
          expect([name, '401' in responses]).toEqual([name, true]);
      }
    });
  });

  it('report that the process accepts no more once it stops', async () => {
    t.app.get(Health).markStopping();
    const { status, headers, body } = await t.http.get('/health/ready');
    expect([status, body.status]).toEqual([503, 'unavailable']);
    expect(headers.get('retry-after')).toBe('2');
    expect((await t.http.get('/health/live')).status).toBe(200);
  });
});
