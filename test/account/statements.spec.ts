import { statementsOf } from '../support/statements';
import type { Person } from '../support/people';
import { type TestApp, testApp } from '../support/test-app';

/** BEGIN and COMMIT are not counted. */
describe('SQL statements', () => {
  let t: TestApp;
  let person: Person;
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.somebody();
  });
  afterAll(() => t.close());

  const statements = (call: () => Promise<{ status: number }>, status: number) =>
    statementsOf(t.db, async () => expect((await call()).status).toBe(status));

  it('authorization takes none, at the first request of a token and at the next', async () => {
    const fresh = await t.as.signIn(person);
    const denied = () => t.http.get('/api/audit-log', { token: fresh.access });
    expect(await statements(denied, 403)).toEqual([]);
    expect(await statements(denied, 403)).toEqual([]);
    expect(await statements(() => t.http.get('/api/profile', { token: 'nonsense' }), 401)).toEqual([]);
  });

  it('of somebody whose role has changed meanwhile neither', async () => {
    const promoted = await t.as.having(['moderator']);
    expect(await statements(() => t.http.get('/api/audit-log', { token: promoted.access }), 403)).toEqual([]);
  });

  it('the profile takes 1', async () => {
    const read = () => t.http.get('/api/profile', { token: person.access });
    expect(await statements(read, 200)).toEqual([expect.stringMatching(/^SELECT .* FROM users WHERE id = /)]);
  });

  it('a refresh takes 1, and so does the same again', async () => {
    const { refresh } = await t.as.signIn(person);
    const call = () => t.http.post('/api/token/refresh', { refresh });
    expect(await statements(call, 200)).toHaveLength(1);
    expect(await statements(call, 200)).toHaveLength(1);
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

  it('a registration takes at most 6', async () => {
    const form = t.as.form({ device_token: 'tablet' });
    const all = await statements(() => t.http.post('/api/register', form), 201);
    expect(all.length).toBeGreaterThan(0);
    expect(all.length).toBeLessThanOrEqual(6);
  });
});
