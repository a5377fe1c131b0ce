import { JobWorker } from '#platform';
import { AcknowledgedRefreshGenerationsWriter } from '#sessions';
import { withStaleSession } from '../support/second-factor';
import { serviceToken } from '../support/service-token';
import { recordStatements } from '../support/record-statements';
import type { TestUser } from '../support/test-users';
import { type TestApp, testApp } from '../support/test-app';

/** BEGIN and COMMIT are not counted. */
describe('SQL statements', () => {
  let t: TestApp;
  let person: TestUser;
  let promoted: TestUser;
  let closed: TestUser;
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.verifiedUser();
    promoted = await t.as.userWithRoles(['moderator']);
    closed = await t.as.verifiedUser();
    // What jobs and batches do beside the requests is not theirs.
    await t.app.get(JobWorker).onApplicationShutdown();
    await t.app.get(AcknowledgedRefreshGenerationsWriter).beforeApplicationShutdown();
  });
  afterAll(() => t.close());

  const statements = (call: () => Promise<{ status: number }>, status: number) =>
    recordStatements(t.db, async () => expect((await call()).status).toBe(status));

  it('authorization takes none, at the first request of a token and at the next', async () => {
    const fresh = await t.as.signIn(person);
    const denied = () => t.http.get('/api/audit-log', { token: fresh.access });
    expect(await statements(denied, 403)).toEqual([]);
    expect(await statements(denied, 403)).toEqual([]);
    expect(await statements(() => t.http.get('/api/profile', { token: 'nonsense' }), 401)).toEqual([]);
  });

  it('of a token that a refresh returned neither, though it shows that the answer arrived', async () => {
    const { body } = await t.http.post('/api/token/refresh', { refresh: (await t.as.signIn(person)).refresh });
    const denied = () => t.http.get('/api/audit-log', { token: body.access });
    expect(await statements(denied, 403)).toEqual([]);
    expect(await statements(denied, 403)).toEqual([]);
    const batch = () =>
      recordStatements(t.db, () => t.app.get(AcknowledgedRefreshGenerationsWriter).flush(), {
        background: true,
      });
    expect(await batch()).toHaveLength(1);
    expect(await batch()).toEqual([]);
  });

  it('of a user whose role has changed meanwhile neither', async () => {
    expect(await statements(() => t.http.get('/api/audit-log', { token: promoted.access }), 403)).toEqual([]);
  });

  it('the refusal of an old authentication, or of a user who must set a second factor, neither', async () => {
    const owner = await t.as.owner();
    const role = { name: 'with a second factor', require_mfa: true };
    await t.http.post('/api/roles', role, { token: owner.access });
    await t.http.post('/api/assign-role', { user_id: closed.id, role: role.name }, { token: owner.access });
    expect(await statements(() => t.http.get('/api/sessions', { token: closed.access }), 403)).toEqual([]);
    const { access } = await withStaleSession(t, owner);
    const create = () => t.http.post('/api/services', { name: 'x', scopes: [] }, { token: access });
    expect(await statements(create, 401)).toEqual([]);
  });

  it('the profile takes 1', async () => {
    const read = () => t.http.get('/api/profile', { token: person.access });
    expect(await statements(read, 200)).toEqual([expect.stringMatching(/SELECT .* FROM users WHERE id = /)]);
  });

  it('a refresh takes 1, and so does the same again', async () => {
    const { refresh } = await t.as.signIn(person);
    const call = () => t.http.post('/api/token/refresh', { refresh });
    expect(await statements(call, 200)).toHaveLength(1);
    expect(await statements(call, 200)).toHaveLength(1);
  });

  it('that run often are prepared once for each connection, unless a pooler does not support it', async () => {
    const preparedBy = async (app: TestApp, { refresh }: TestUser) => {
      const { body } = await app.http.post('/api/token/refresh', { refresh });
      await app.http.get('/api/profile', { token: body.access });
      const rows = await app.db.query<{ name: string }[]>('SELECT name FROM pg_prepared_statements ORDER BY name');
      return rows.map(({ name }) => name);
    };
    expect(await preparedBy(t, await t.as.signIn(person))).toEqual([
      'audit_append',
      'find_credentials_by_email',
      'find_user',
      'find_user_with_roles',
      'insert_session',
      'lock_for_sign_in',
      'rotate_refresh_token',
    ]);
    const pooled = await testApp({ DATABASE_PREPARED_STATEMENTS: 'false' });
    expect(await preparedBy(pooled, await pooled.as.verifiedUser())).toEqual([]);
    await pooled.close();
  });

  it('a login takes at most 4, on a new device and on a known one', async () => {
    const { email, password } = person;
    const login = () => t.http.post('/api/login', { email, password, device_token: 'phone' });
    const counts = [await statements(login, 200), await statements(login, 200)].map(({ length }) => length);
    for (const count of counts) expect(count).toBeGreaterThan(0);
    for (const count of counts) expect(count).toBeLessThanOrEqual(4);
  });

  it('a login that fails takes 1, whether there is the account or not', async () => {
    for (const { email } of [person, t.as.form()])
      expect(await statements(() => t.http.post('/api/login', { email, password: 'not this one' }), 401)).toHaveLength(
        1,
      );
  });

  it('a notification takes as many to two as to one, all jobs included', async () => {
    const token = serviceToken(t.app, ['push.send']);
    const send = (user_ids: string[]) => t.http.post('/api/notifications', { title: 'Hello', user_ids }, { token });
    for (const someone of [person, promoted]) await t.as.signIn(someone, { device_token: someone.username });
    const jobs = async (): Promise<number> =>
      (await t.db.query("SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'notify_user'")).length;
    const before = await jobs();
    const [toOne, toTwo] = [
      await statements(() => send([person.id]), 202),
      await statements(() => send([person.id, promoted.id]), 202),
    ];
    expect(toTwo).toHaveLength(toOne.length);
    expect(toOne.length).toBeLessThanOrEqual(6);
    expect((await jobs()) - before).toBe(3);
  });

  it('a registration takes at most 6', async () => {
    const form = t.as.form({ device_token: 'tablet' });
    const all = await statements(() => t.http.post('/api/register', form), 201);
    expect(all.length).toBeGreaterThan(0);
    expect(all.length).toBeLessThanOrEqual(6);
  });
});
