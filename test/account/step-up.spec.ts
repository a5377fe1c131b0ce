import { claimsOf } from '../support/jwt';
import { problemSummary } from '../support/matchers';
import { recordStatements } from '../support/record-statements';
import { enrol, withStaleSession } from '../support/second-factor';
import { createService } from '../support/services';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const challenge = (acr: string, maxAge: number) =>
  'Bearer realm="collabsphere", error="insufficient_user_authentication", ' +
  'error_description="This call requires a recent authentication; authenticate again, then repeat it.", ' +
  `acr_values="${acr}", max_age="${maxAge}"`;

const reauthenticate = async (t: TestApp, person: TestUser) => {
  const { body } = await t.http.post('/api/reauthenticate', { password: person.password }, { token: person.access });
  return { ...person, access: body.access, refresh: body.refresh };
};

describe('a recent authentication', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const signedIn = async () => t.as.signIn(await t.as.verifiedUser());
  const deleteAccount = ({ access, password }: TestUser) =>
    t.http.delete('/api/account', { token: access, body: { password } });
  const changeEmail = ({ access, password }: TestUser) =>
    t.http.post(
      '/api/email/change',
      { new_email: `new-${claimsOf(access).sub}@example.com`, password },
      { token: access },
    );

  it('is required for services and their secrets, with the header of RFC 9470', async () => {
    const fresh = await t.as.owner();
    const { id } = await createService(t.http, fresh);
    const owner = await withStaleSession(t, fresh);
    const { body: service } = await t.http.get(`/api/services/${id}`, { token: owner.access });
    const calls = (token: string) => [
      t.http.post('/api/services', { name: 'late', scopes: ['push.send'] }, { token }),
      t.http.post(`/api/services/${id}/secrets`, {}, { token }),
      t.http.delete(`/api/services/${id}/secrets/${service.secrets[0].id}`, { token }),
    ];
    for (const call of calls(owner.access)) {
      const { status, headers, body } = await call;
      expect([status, body.code, body.acr_values, body.max_age]).toEqual([401, 'step_up_required', 'aal1', 900]);
      expect(headers.get('www-authenticate')).toBe(challenge('aal1', 900));
    }
    expect(problemSummary(await t.http.delete(`/api/services/${id}`, { token: owner.access }))).toEqual([
      401,
      'step_up_required',
    ]);
    const { access } = await reauthenticate(t, owner);
    for (const call of calls(access)) expect((await call).status).toBeLessThan(300);
    expect((await t.http.delete(`/api/services/${id}`, { token: access })).status).toBe(204);
  });

  it('is the password in the body for an account without a second factor', async () => {
    const person = await withStaleSession(t, await signedIn());
    expect((await changeEmail(person)).status).toBe(202);
    expect((await deleteAccount(person)).status).toBe(204);
  });

  it('is two factors besides for an account with a second factor', async () => {
    const weak = await signedIn();
    await enrol(t, weak);
    const strong = await withStaleSession(t, weak, ['pwd', 'otp', 'mfa']);
    for (const person of [weak, strong])
      for (const call of [changeEmail, deleteAccount]) {
        const { status, headers, body } = await call(person);
        expect([status, body.code]).toEqual([401, 'step_up_required']);
        expect(headers.get('www-authenticate')).toBe(challenge('aal2', 900));
      }
    const fresh = await reauthenticate(t, strong);
    expect((await changeEmail(fresh)).status).toBe(202);
    expect((await deleteAccount({ ...fresh, password: 'not the password' })).status).toBe(400);
    expect((await deleteAccount(fresh)).status).toBe(204);
  });

  it('is not required for what admins do, unless ADMIN_STEP_UP says so', async () => {
    const owner = await withStaleSession(t, await t.as.owner());
    expect((await t.http.post('/api/roles', { name: 'helpers' }, { token: owner.access })).status).toBe(201);
  });
});

describe('with ADMIN_STEP_UP', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp({ ADMIN_STEP_UP: 'true', STEP_UP_MAX_AGE: '5m' })));
  afterAll(() => t.close());

  it('every change that needs a permission requires a recent authentication', async () => {
    const owner = await withStaleSession(t, await t.as.owner());
    const person = await t.as.verifiedUser();
    const token = owner.access;
    const { body: roles } = await t.http.get('/api/roles', { token });
    const refused = [
      await t.http.post('/api/roles', { name: 'helpers' }, { token }),
      await t.http.patch(`/api/roles/${roles.items.at(-1).id}`, { description: 'All.' }, { token }),
      await t.http.post('/api/assign-role', { user_id: person.id, role: 'moderator' }, { token }),
      await t.http.patch(`/api/users/${person.id}`, { full_name: 'Other' }, { token }),
      await t.http.delete(`/api/users/${person.id}`, { token }),
    ];
    for (const { headers, body } of refused) {
      expect(body.code).toBe('step_up_required');
      expect(headers.get('www-authenticate')).toBe(challenge('aal1', 300));
    }
    const { access } = await reauthenticate(t, owner);
    expect((await t.http.post('/api/roles', { name: 'helpers' }, { token: access })).status).toBe(201);
  });

  it('is required by each route that needs a permission and changes something, and by no other', async () => {
    const owner = await withStaleSession(t, await t.as.owner());
    const { body: document } = await t.http.get('/openapi.json');
    const missing = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
    const routes = Object.entries<Record<string, Record<string, unknown>>>(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation['x-permissions'])
        .map(([method, operation]) => ({ method, path, described: 'x-recent-authentication' in operation })),
    );
    const free: string[] = [];
    for (const { method, path, described } of routes) {
      const name = `${method.toUpperCase()} ${path}`;
      const { body } = await t.http.send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, missing), undefined, {
        token: owner.access,
      });
      const isRefused = body?.code === 'step_up_required';
      expect(`${name} ${isRefused}`).toBe(`${name} ${described}`);
      if (!isRefused && method !== 'get') free.push(name);
    }
    expect(free.sort()).toEqual(['POST /api/roles/simulate', 'POST /api/users/bulk/preview']);
  });

  it('what is free of it writes nothing', async () => {
    const owner = await t.as.owner();
    const { id } = await t.as.verifiedUser();
    const { access: token } = await withStaleSession(t, owner);
    const statements = await recordStatements(t.db, async () => {
      const answers = [
        await t.http.post('/api/users/bulk/preview', { action: 'delete', user_ids: [id] }, { token }),
        await t.http.post('/api/roles/simulate', { user_id: id, role_ids: [] }, { token }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    });
    expect(statements.length).toBeGreaterThan(0);
    expect(
      statements.filter((statement) => !/^SELECT /i.test(statement) || / FOR (NO KEY )?UPDATE/i.test(statement)),
    ).toEqual([]);
  });

  it('reading does not, nor does what needs no permission', async () => {
    const owner = await withStaleSession(t, await t.as.owner());
    for (const path of ['/api/users', '/api/roles', '/api/audit-log', '/api/services'])
      expect((await t.http.get(path, { token: owner.access })).status).toBe(200);
    expect((await t.http.patch('/api/profile', { bio: 'The owner.' }, { token: owner.access })).status).toBe(200);
  });

  it('a user who lacks the permission is answered that first', async () => {
    const person = await withStaleSession(t, await t.as.signIn(await t.as.verifiedUser()));
    expect(problemSummary(await t.http.post('/api/roles', { name: 'x' }, { token: person.access }))).toEqual([
      403,
      'permission_denied',
    ]);
  });
});
