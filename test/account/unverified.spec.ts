import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

/** What a user may call whose address is not verified. */
const open = [
  'GET /api/profile',
  'PATCH /api/profile',
  'PUT /api/profile',
  'PUT /api/profile/avatar',
  'DELETE /api/profile/avatar',
  'GET /api/sessions',
  'POST /api/logout',
  'DELETE /api/account',
  'GET /api/account/export',
];

/** A token may be sent, but needs not. */
const optional = ['/api/resend-verification', '/api/passkeys/challenge'];

describe('a user whose e-mail address is not verified', () => {
  let t: TestApp;
  let person: TestUser;
  let guarded: [method: string, path: string][];
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.unverifiedUser();
    const { body } = await t.http.get('/openapi.json');
    guarded = Object.entries<Record<string, { security?: object[] }>>(body.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { security }]) => security?.some((way) => 'bearer' in way) && !optional.includes(path))
        .map(([method]): [string, string] => [method.toUpperCase(), path]),
    );
  });
  afterAll(() => t.close());

  const call = (method: string, path: string, token?: string) =>
    t.http.send(method, path.replaceAll(/\{\w+\}/g, person.id), undefined, { token });

  it('is stopped at every door but their own', async () => {
    const stopped: string[] = [];
    for (const [method, path] of guarded) {
      if (path === '/api/logout') continue; // It would work, and end the story here.
      const [status, code] = problemSummary(await call(method, path, person.access));
      // Those for services are closed to users altogether.
      if (status === 403 && ['email_not_verified', 'insufficient_scope'].includes(String(code)))
        stopped.push(`${method} ${path}`);
    }
    const all = guarded.map(([method, path]) => `${method} ${path}`);
    expect(stopped.length).toBeGreaterThan(15);
    expect(all.filter((route) => !stopped.includes(route)).sort()).toEqual([...open].sort());
  });

  it('like everybody needs a token at all of them', async () => {
    for (const [method, path] of guarded) {
      const answer = await call(method, path);
      expect([method, path, ...problemSummary(answer)]).toEqual([method, path, 401, 'not_authenticated']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="collabsphere"');
    }
  });

  it('reads and edits the own profile, lists sessions, asks for the mail again, verifies, logs out', async () => {
    const as = { token: person.access };
    expect((await t.http.get('/api/profile', as)).body).toMatchObject({ id: person.id, email_verified: false });
    expect((await t.http.patch('/api/profile', { bio: 'New here' }, as)).body.bio).toBe('New here');
    expect((await t.http.get('/api/sessions', as)).body.items).toHaveLength(1);
    expect((await t.http.post('/api/resend-verification', {}, as)).status).toBe(202);
    expect((await t.http.post('/api/token/refresh', { refresh: person.refresh })).status).toBe(200);
    const { token } = await t.mailbox.find(person.email, /verify/i, 2);
    expect((await t.http.post('/api/verify-email', { token })).status).toBe(200);
    expect((await t.http.post('/api/logout', {}, as)).status).toBe(200);
  });
});
