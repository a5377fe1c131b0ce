import { OwnerSetupService } from '#accounts';
import { Logger } from '@nestjs/common';
import { aTime, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const WITHOUT_OWNER = { BOOTSTRAP_ADMIN_EMAIL: '', BOOTSTRAP_ADMIN_PASSWORD: '' };

describe('the set-up of the first owner', () => {
  let t: TestApp;
  let warnings: { event?: string; msg: string }[];
  beforeEach(async () => {
    warnings = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((line) => void warnings.push(line));
    t = await testApp(WITHOUT_OWNER);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await t.close();
  });

  const links = () => warnings.filter(({ event }) => event === 'owner_setup');
  const tokenOf = ({ msg }: { msg: string }) => /\/console\/setup\/([\w-]{43})$/.exec(msg)![1]!;
  const announce = () => t.app.get(OwnerSetupService, { strict: false }).announce();
  const form = (extras: object = {}) => ({
    token: tokenOf(links()[0]!),
    email: 'first@example.com',
    username: 'admin',
    full_name: 'First Owner',
    password: 'a fine first phrase',
    ...extras,
  });
  const setUp = (body: object = form()) => t.http.post('/api/setup', body);
  const preview = (token: string) => t.http.post('/api/setup/preview', { token });

  it('is by a link in the log, once', async () => {
    expect(links()).toHaveLength(1);
    expect(links()[0]!.msg).toContain(`${t.url}/console/setup/`);
    const { token } = form();
    const { status, body } = await preview(token);
    expect([status, body]).toEqual([200, { expires_at: aTime }]);
    expect(Date.parse(body.expires_at) - Date.now()).toBeGreaterThan(23 * 3_600_000);

    expect((await setUp()).status).toBe(201);
    const { body: signedIn } = await t.http.post('/api/login', {
      email: 'first@example.com',
      password: 'a fine first phrase',
    });
    expect(signedIn.user).toMatchObject({ username: 'admin', email_verified: true, role: { name: 'owner' } });
    expect(problemSummary(await setUp(form({ email: 'b@example.com', username: 'second' })))).toEqual([
      400,
      'invalid_token',
    ]);
    expect(problemSummary(await preview(token))).toEqual([400, 'invalid_token']);
    const { body: log } = await t.http.get('/api/audit-log?action=account.create_owner', {
      token: signedIn.tokens.access,
    });
    expect(log.items).toEqual([expect.objectContaining({ subject: signedIn.user.id, actor: null, ip: '127.0.0.1' })]);
  });

  it('without the console names the command instead of a link, and there are no pages', async () => {
    warnings.length = 0;
    const other = await testApp({ ...WITHOUT_OWNER, CONSOLE_ENABLED: 'false' });
    try {
      expect(links()).toEqual([]);
      expect(JSON.stringify(warnings)).not.toContain('/console/');
      expect(warnings).toContainEqual({ event: 'owner_missing', msg: expect.stringContaining('create-owner') });
      expect(await other.db.query('SELECT 1 FROM owner_setup_tokens')).toEqual([]);
      for (const path of ['/console', '/console/users', '/console/setup/some-token', '/account', '/account/security'])
        expect(problemSummary(await other.http.get(path))).toEqual([404, 'not_found']);
    } finally {
      await other.close();
    }
  });

  it('has a new link at each start; all of them are void once there is an owner', async () => {
    await announce();
    const [first, second] = links().map(tokenOf);
    expect(first).not.toBe(second);
    expect((await preview(first!)).status).toBe(200);
    expect((await setUp(form({ token: second }))).status).toBe(201);
    expect(problemSummary(await preview(first!))).toEqual([400, 'invalid_token']);
    await announce();
    expect(links()).toHaveLength(2);
    expect(await t.db.query('SELECT 1 FROM owner_setup_tokens')).toEqual([]);
  });

  it('makes one owner, of many requests at once and with two links', async () => {
    await announce();
    const tokens = links().map(tokenOf);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        setUp(form({ token: tokens[n % 2], email: `o${n}@example.com`, username: `owner-${n}` })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(11).fill(400)]);
    const [{ owners }] = await t.db.query('SELECT count(*)::int AS owners FROM users');
    expect(owners).toBe(1);
  });

  it('leaves no link behind where processes start while the owner is made', async () => {
    const starts = () => Array.from({ length: 8 }, announce);
    const [{ status }] = await Promise.all([setUp(), ...starts(), new Promise((r) => setTimeout(r, 5)).then(starts)]);
    expect(status).toBe(201);
    expect(await t.db.query('SELECT 1 FROM owner_setup_tokens')).toEqual([]);
    for (const token of links().map(tokenOf))
      expect(problemSummary(await preview(token))).toEqual([400, 'invalid_token']);
  });

  it('refuses a link that has expired, and one that never was', async () => {
    await t.db.query('UPDATE owner_setup_tokens SET expires_at = now()');
    for (const call of [setUp(), preview(form().token)])
      expect(problemSummary(await call)).toEqual([400, 'token_expired']);
    expect(problemSummary(await setUp(form({ token: 'x'.repeat(43) })))).toEqual([400, 'invalid_token']);
    await announce();
    const rows = await t.db.query('SELECT 1 FROM owner_setup_tokens');
    expect(rows).toHaveLength(1);
    expect((await setUp(form({ token: tokenOf(links()[1]!) }))).status).toBe(201);
  });

  it('has the rules of a registration, and an invalid form does not use the link', async () => {
    expect(problemSummary(await setUp(form({ password: '12345678', email: 'x' })))).toEqual([
      400,
      'validation_failed',
      'email invalid_email',
      'password password_entirely_numeric',
      'password password_too_common',
    ]);
    expect((await setUp()).status).toBe(201);
  });

  it('stores no token', async () => {
    const [{ hash }] = await t.db.query('SELECT hash FROM owner_setup_tokens');
    expect(hash).toHaveLength(32);
    expect(JSON.stringify(await t.db.query('SELECT * FROM owner_setup_tokens'))).not.toContain(form().token);
  });
});

describe('with an owner from the settings', () => {
  it('there is no link', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const t = await testApp();
    const events = warn.mock.calls.map(([line]) => (line as { event?: string }).event);
    expect(events).not.toContain('owner_setup');
    expect(await t.db.query('SELECT 1 FROM owner_setup_tokens')).toEqual([]);
    warn.mockRestore();
    await t.close();
  });
});
