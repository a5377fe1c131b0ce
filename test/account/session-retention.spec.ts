import { loadSettings } from '#composition';
import { runMaintenance } from '../support/run-maintenance';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

describe('retention of sessions', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp({ REFRESH_TOKEN_TTL: '150d' })));
  afterAll(() => t.close());

  const sessionOf = async ({ id }: TestUser) =>
    (await t.db.query('SELECT ip, user_agent, network FROM sessions WHERE user_id = $1', [id]))[0];
  const backdate = (column: string, age: string, { id }: TestUser) =>
    t.db.query(`UPDATE sessions SET ${column} = now() - interval '${age}' WHERE user_id = $1`, [id]);

  it('deletes them 30 days after their end', async () => {
    const [ended, recent, expired, live] = [
      await t.as.verifiedUser(),
      await t.as.verifiedUser(),
      await t.as.verifiedUser(),
      await t.as.verifiedUser(),
    ];
    await backdate('revoked_at', '31 days', ended);
    await backdate('revoked_at', '29 days', recent);
    await backdate('refresh_expires_at', '31 days', expired);
    expect((await runMaintenance(t))['ended sessions']).toBe(2);
    expect(await Promise.all([ended, recent, expired, live].map(sessionOf))).toEqual([
      undefined,
      expect.anything(),
      undefined,
      expect.anything(),
    ]);
  });

  it('erases IP address and user agent of live ones 90 days after the last refresh, and their network', async () => {
    const [idle, inUse, recent] = [await t.as.verifiedUser(), await t.as.verifiedUser(), await t.as.verifiedUser()];
    for (const person of [idle, inUse]) await backdate('created_at', '91 days', person);
    await backdate('rotated_at', '91 days', idle);
    const before = await sessionOf(inUse);
    expect(before).toEqual({ ip: '127.0.0.1', user_agent: expect.anything(), network: '127.0.0.0/24' });

    expect((await runMaintenance(t))['IP addresses of sessions']).toBe(2);
    expect(await sessionOf(idle)).toEqual({ ip: '', user_agent: '', network: null });
    expect(await sessionOf(inUse)).toEqual({ ...before, network: null });
    expect(await sessionOf(recent)).toEqual(before);
    const { items } = (await t.http.get('/api/sessions', { token: idle.access })).body;
    expect(items[0]).toMatchObject({ ip: '', user_agent: 'Unknown client' });

    expect((await runMaintenance(t))['IP addresses of sessions']).toBe(0);
    expect((await t.http.post('/api/token/refresh', { refresh: idle.refresh })).status).toBe(200);
    expect((await sessionOf(idle)).ip).toBe('127.0.0.1');
  });

  it('is done by `retention run`, which prints the number of rows of each kind', async () => {
    const person = await t.as.verifiedUser();
    await backdate('revoked_at', '31 days', person);
    const env = { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir };
    const { code, stdout, stderr } = await runCli(['retention', 'run'], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ended sessions +1$/m);
    for (const name of ['unverified accounts', 'IP addresses of sessions', 'old entries of the audit log'])
      expect(stdout).toMatch(new RegExp(`^${name} +0$`, 'm'));
    const rows = stdout.trimEnd().split('\n').slice(1);
    expect(rows.filter((row) => !/ {2}\d+$/.test(row))).toEqual([]);
  });

  it.each([
    ['RETENTION_SESSIONS', '29d', 'must be at least 30d'],
    ['RETENTION_IP_ADDRESSES', 'never', 'must be a number and a unit, or off: 720h, 30d, 2y, off'],
    ['RETENTION_AUDIT_LOG', '101y', 'must be at most 100y'],
  ])('refuses %s=%s', (name, value, message) => {
    expect(() => loadSettings({ NODE_ENV: 'test', DATA_DIR: t.dataDir, [name]: value }, '')).toThrow(
      `${name}: ${message}`,
    );
  });

  it.each(['off', '0'])('keeps the data where a setting is %s', (value) => {
    const settings = loadSettings({ NODE_ENV: 'test', DATA_DIR: t.dataDir, RETENTION_IP_ADDRESSES: value }, '');
    expect(settings.RETENTION_IP_ADDRESSES).toBeNull();
  });
});
