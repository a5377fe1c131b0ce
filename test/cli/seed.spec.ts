import { AuditChain } from '#audit';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';

describe('seed', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const seed = (env: NodeJS.ProcessEnv = {}) =>
    runCli(['seed'], { env: { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir, ...env } });
  const login = (email: string) => t.http.post('/api/login', { email, password: 'correct horse battery' });

  it('is refused in production, and does nothing', async () => {
    const { code, stderr } = await seed({
      NODE_ENV: 'production',
      SECRET_KEY: 'q3v0Wm1y7sJp5Zc8Rk2Xn4Tb6Lh9Gd0F',
      PUBLIC_URL: 'https://auth.example.com',
      SMTP_URL: 'smtp://127.0.0.1:25',
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('production') });
    expect((await login('ada.lovelace@example.com')).status).toBe(401);
  });

  it('fills a community beside the running service: people who can sign in, roles, bans, a whole audit log', async () => {
    const { code, stderr } = await seed();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const owner = (await login('olivia.owner@example.com')).body.tokens.access;
    const total = async (query: string) => {
      const { body } = await t.http.get(`/api/users?limit=100&${query}`, { token: owner });
      return body.items.length as number;
    };
    expect((await login('ada.lovelace@example.com')).status).toBe(200);
    expect(await t.db.query("SELECT 1 FROM users WHERE email LIKE '%.%@example.com'")).toHaveLength(201);
    expect(await total('banned=true')).toBeGreaterThan(5);
    expect(await total('role=support')).toBeGreaterThan(5);
    const { brokenAt } = await t.app.get(AuditChain, { strict: false }).verify();
    expect(brokenAt).toBeUndefined();
  });

  it('says so where it ran before', async () => {
    const { code, stderr } = await seed();
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'An account with this e-mail address exists already.\n' });
  });
});
