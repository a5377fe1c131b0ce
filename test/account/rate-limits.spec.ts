import type { HttpResponse } from '../support/http-client';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const limited = [429, 'too_many_attempts'];

describe('rate limits', () => {
  let t: TestApp;
  /** Each test comes from an address of its own. */
  let headers: Record<string, string>;
  let addresses = 0;
  beforeAll(async () => {
    t = await testApp({
      TRUST_PROXY: 'loopback',
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_REGISTER: '2/1h',
      RATE_LIMIT_LOGIN: '6/15m',
      RATE_LIMIT_LOGIN_FAILURES: '3/15m',
      RATE_LIMIT_MAIL: '4/1h',
      RATE_LIMIT_MAIL_ACCOUNT: '2/1h',
      RATE_LIMIT_TOKEN: '5/15m',
      RATE_LIMIT_REFRESH: '5/15m',
      RATE_LIMIT_UPLOAD: '2/1h',
      RATE_LIMIT_EXPORT: '2/1h',
      RATE_LIMIT_SEARCH: '2/1h',
    });
  });
  beforeEach(fromElsewhere);
  afterAll(() => t.close());

  function fromElsewhere(): void {
    headers = { 'x-forwarded-for': `198.51.100.${++addresses}` };
  }

  const post = (path: string, body: unknown, token?: string) => t.http.post(path, body, { headers, token });
  const login = (email: string, password: string) => post('/api/login', { email, password });
  const times = async (count: number, call: (n: number) => Promise<HttpResponse>) => {
    const answers: HttpResponse[] = [];
    for (let n = 0; n < count; n++) answers.push(await call(n));
    return answers;
  };
  const statuses = (answers: HttpResponse[]) => answers.map(({ status }) => status);
  /** Its access token. */
  const moderator = async () => {
    const { email, password } = await newUser();
    await t.db.query(
      `INSERT INTO user_roles (user_id, role_id) SELECT users.id, roles.id FROM users, roles
       WHERE users.email = $1 AND roles.name = 'moderator'`,
      [email],
    );
    fromElsewhere();
    return (await login(email, password)).body.tokens.access as string;
  };
  const newUser = async () => {
    const form = t.as.form();
    const { body } = await post('/api/register', form);
    await t.db.query('UPDATE users SET email_verified = true WHERE id = $1', [body.user.id]);
    return form;
  };

  it('stop guessing at one account, wherever it comes from, even with the right password then', async () => {
    const { email, password } = await newUser();
    await times(3, () => (fromElsewhere(), login(email.toUpperCase(), 'not this one')));
    fromElsewhere();
    const answer = await login(email, password);
    expect(problemSummary(answer)).toEqual(limited);
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(900);
  });

  it('stop guessing at an account that does not exist alike', async () => {
    const known = await newUser();
    const unknown = t.as.form();
    const guess = async (email: string) => {
      const answers = await times(4, () => (fromElsewhere(), login(email, 'not this one')));
      return answers.map((answer) => ({ ...answer.body, status: answer.status, request_id: '' }));
    };
    const [atKnown, atUnknown] = [await guess(known.email), await guess(unknown.email)];
    expect(atUnknown).toEqual(atKnown);
    expect(atKnown.map(({ code }) => code)).toEqual([...Array(3).fill('invalid_credentials'), 'too_many_attempts']);
  });

  it('forget wrong passwords when the right one comes', async () => {
    const { email, password } = await newUser();
    for (let round = 0; round < 2; round++) {
      fromElsewhere();
      await times(2, () => login(email, 'not this one'));
      expect((await login(email, password)).status).toBe(200);
    }
  });

  it('leave other accounts alone', async () => {
    const [victim, other] = [await newUser(), await newUser()];
    await times(4, () => login(victim.email, 'not this one'));
    fromElsewhere();
    expect((await login(other.email, other.password)).status).toBe(200);
  });

  it('count guesses of who is signed in with the same measure', async () => {
    const { email, password } = await newUser();
    const access = (await login(email, password)).body.tokens.access;
    const change = (current_password: string) =>
      post('/api/password/change', { current_password, new_password: 'quite another secret' }, access);
    expect(statuses(await times(3, () => change('not this one')))).toEqual([400, 400, 400]);
    expect(problemSummary(await change(password))).toEqual(limited);
    expect(problemSummary(await login(email, password))).toEqual(limited);
    const body = { new_email: t.as.form().email, password };
    expect(problemSummary(await post('/api/email/change', body, access))).toEqual(limited);
    const passwords = { current_password: password, new_password: 'quite another secret' };
    expect(problemSummary(await t.http.patch('/api/profile', passwords, { token: access }))).toEqual(limited);
    expect(problemSummary(await t.http.delete('/api/account', { token: access, body: { password } }))).toEqual(limited);
  });

  it.each([
    ['/api/register', 2, () => t.as.form()],
    ['/api/login', 6, () => ({ email: t.as.form().email, password: 'any password' })],
    ['/api/password/forgot', 4, () => ({ email: t.as.form().email })],
    ['/api/resend-verification', 4, () => ({ email: t.as.form().email })],
    ['/api/verify-email', 5, () => ({ token: 'nonsense' })],
    ['/api/password/reset', 5, () => ({ token: 'nonsense', new_password: 'quite another secret' })],
    ['/api/email/confirm', 5, () => ({ token: 'nonsense' })],
    ['/api/token/refresh', 5, () => ({ refresh: 'nonsense' })],
  ])('take from one address at %s only so many calls: %i', async (path, limit, body) => {
    const answers = await times(limit + 1, (n) => post(n % 2 ? path : `${path}/`, body()));
    expect(statuses(answers.slice(0, -1))).not.toContain(429);
    expect(problemSummary(answers.at(-1)!)).toEqual(limited);
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
    fromElsewhere();
    expect((await post(path, body())).status).not.toBe(429);
  });

  it('count links and pages with the tokens of mails', async () => {
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    await times(3, () => t.http.get('/api/verify-email/nonsense', { headers }));
    await times(2, () => t.http.post('/verify-email/nonsense', '', { headers: form }));
    expect(problemSummary(await post('/api/verify-email', { token: 'nonsense' }))).toEqual(limited);
  });

  it.each(['/api/password/forgot', '/api/resend-verification'])(
    'mail one account only so often, known or not: %s',
    async (path) => {
      const [known, unknown] = [await newUser(), t.as.form()];
      for (const { email } of [known, unknown]) {
        fromElsewhere();
        expect(statuses(await times(3, () => post(path, { email })))).toEqual([202, 202, 429]);
      }
    },
  );

  it('on requests keep no user from another kind of mail, nor a signed-in owner from changing the address', async () => {
    const { email, password } = await newUser();
    const access = (await login(email, password)).body.tokens.access;
    for (const path of ['/api/resend-verification', '/api/password/forgot']) {
      fromElsewhere();
      expect(statuses(await times(3, () => post(path, { email })))).toEqual([202, 202, 429]);
    }
    await t.mailbox.find(email, /new password/i);
    fromElsewhere();
    expect((await post('/api/email/change', { new_email: t.as.form().email, password }, access)).status).toBe(202);
  });

  it('count an IPv6 client by its network', async () => {
    const from = (address: string) =>
      t.http.post('/api/register', t.as.form(), { headers: { 'x-forwarded-for': address } });
    const answers = [await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8:0:0:ffff::3')];
    expect(statuses(answers)).toEqual([201, 201, 429]);
    expect((await from('2001:db8:1::1')).status).toBe(201);
  });

  it.each<[string, (token: string) => Promise<HttpResponse>]>([
    ['exports', (token) => t.http.get('/api/account/export', { headers, token })],
    ['searches', (token) => t.http.get('/api/users', { headers, token })],
    ['uploads', (token) => t.http.put('/api/profile/avatar', new FormData(), { headers, token })],
  ])('count the %s of one user, from whatever address', async (_what, call) => {
    const [ann, ben] = [await moderator(), await moderator()];
    const answers = await times(3, () => (fromElsewhere(), call(ann)));
    expect(statuses(answers.slice(0, -1))).not.toContain(429);
    expect(problemSummary(answers.at(-1)!)).toEqual(limited);
    expect((await call(ben)).status).not.toBe(429);
  });

  it('leave alone who reads', async () => {
    const { email, password } = await newUser();
    const token = (await login(email, password)).body.tokens.access;
    const answers = await times(20, () => t.http.get('/api/profile', { headers, token }));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
  });
});
