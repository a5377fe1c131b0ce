import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import { ServiceProcess } from '../support/service-process';
import { totpCode, wrongCode } from '../support/totp';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

describe('the log of a process', () => {
  let service: ServiceProcess;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let dataDir: string;
  const form = {
    email: 'pat@example.com',
    username: 'pat77',
    password: 'correct horse battery',
    full_name: 'Pat %s %n {{7*7}}',
  };

  beforeAll(async () => {
    [database, dataDir] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), 'collabsphere-log-'))]);
    service = await ServiceProcess.start({
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      BCRYPT_COST: '4',
      RATE_LIMIT_TOKEN: '1/1h',
    });
  });
  afterAll(async () => {
    await service.kill();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const query = async (sql: string) => {
    const behind = new Client({ connectionString: database.url });
    await behind.connect();
    await behind.query(sql);
    await behind.end();
  };
  const lines = () =>
    service.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const logged = async (event: string) => {
    await waitFor(() => lines().some((line) => line.event === event), `a line ${event}`);
    return lines().find((line) => line.event === event);
  };

  it('has an event for each refusal that may be an attack, and no secret', async () => {
    const { http } = service;
    const { status, body: registered } = await http.post('/api/register', form);
    expect([status, registered]).toEqual([201, expect.anything()]);
    await query('UPDATE users SET email_verified = true');
    await http.post('/api/login', { email: form.email, password: 'quite wrong, this' });
    const { access, refresh } = (await http.post('/api/login', { email: form.email, password: form.password })).body
      .tokens;
    await http.get('/api/users', { token: access });
    await http.post('/api/register', { ...form, role: 'owner' });
    await http.get('/api/profile', { token: `${access}x` });
    for (let n = 0; n < 2; n++) await http.post('/api/verify-email', { token: 'x'.repeat(43) });
    await fetch(`${service.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin: 'https://evil.test' } });

    const user_id = registered.user.id;
    const where = { time: expect.stringMatching(/^\d{4}-.*T.*Z$/), ip: '127.0.0.1' };
    expect(await logged('login_failed')).toMatchObject({ ...where, level: 'warn', user_id });
    expect(await logged('access_denied')).toMatchObject({
      ...where,
      level: 'warn',
      code: 'permission_denied',
      route: '/api/users',
      user_id,
    });
    expect(await logged('unknown_field_sent')).toMatchObject({ ...where, level: 'info', route: '/api/register' });
    expect(await logged('token_refused')).toMatchObject({ ...where, level: 'info', route: '/api/profile' });
    expect(await logged('rate_limited')).toMatchObject({ ...where, level: 'warn', code: 'too_many_attempts' });
    expect(await logged('origin_refused')).toMatchObject({ ...where, level: 'warn', origin: 'https://evil.test' });

    // The link of a mail that is written to a file is in the log on purpose, for developers.
    const others = service.output
      .split('\n')
      .filter((line) => !line.includes('/mail/'))
      .join('\n');
    for (const secret of [form.password, 'quite wrong, this', access, refresh, registered.tokens.access, '$2b$'])
      expect(others).not.toContain(secret);
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(service.output).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('has wrong codes of a second factor, no event for a sign-in that awaits one, and no secret', async () => {
    const { http } = service;
    const other = { ...form, email: 'robin@example.com', username: 'robin77' };
    const { body: registered } = await http.post('/api/register', other);
    await query('UPDATE users SET email_verified = true');
    const credentials = { email: other.email, password: other.password };
    const token = (await http.post('/api/login', credentials)).body.tokens.access;
    const { secret } = (await http.post('/api/mfa/totp', {}, { token })).body;
    const { body: confirmed } = await http.post('/api/mfa/totp/confirm', { code: totpCode(secret) }, { token });
    const { mfa_token } = (await http.post('/api/login', credentials)).body;
    const code = wrongCode(secret);
    await http.post('/api/login/mfa', { mfa_token, method: 'totp', code });
    expect(await logged('mfa_failed')).toMatchObject({ level: 'warn', user_id: registered.user.id, method: 'totp' });
    expect(lines().filter((line) => line.code === 'mfa_required')).toEqual([]);
    for (const hidden of [secret, mfa_token, ...confirmed.recovery_codes]) expect(service.output).not.toContain(hidden);
  });

  it('has an unexpected error once, with its stack and the request; the answer says nothing of it', async () => {
    const { body } = await service.http.post('/api/register', { ...form, email: 'kim@example.com', username: 'kim77' });
    await query('ALTER TABLE users RENAME TO users_elsewhere');
    const headers = { 'x-request-id': 'the-failure' };
    const answer = await service.http.get('/api/profile', { token: body.tokens.access, headers });
    await query('ALTER TABLE users_elsewhere RENAME TO users');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error', request_id: 'the-failure' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/users|SELECT|node_modules|\.js/);
    const isError = (line: Record<string, unknown>) => line.level === 'error' && line.request_id === 'the-failure';
    await waitFor(() => lines().some(isError), 'the error is logged');
    expect(lines().filter(isError)).toEqual([
      expect.objectContaining({ code: 'internal_error', err: expect.objectContaining({ stack: expect.any(String) }) }),
    ]);
  });
});
