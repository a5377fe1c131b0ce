import { BrowserClient } from '../support/browser-client';
import { runConcurrently } from '../support/concurrency';
import type { HttpResponse } from '../support/http-client';
import { claimsOf } from '../support/jwt';
import { problemSummary, tokens } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const PAGE = 'https://app.example.com';
const OWN = 'https://auth.example.com';
const REFRESH = '__Host-collabsphere_refresh';
const DEVICE = '__Host-collabsphere_known_device';
const refused = [403, 'origin_not_allowed'];
const invalid = [401, 'invalid_refresh_token'];
const reused = [401, 'refresh_token_reused'];

/** Without the refresh token. */
const accessOnly = { access: tokens.access, token_type: 'Bearer', expires_in: 600 };

const foreignPages: [string, Record<string, string>][] = [
  ['no page', {}],
  ['a page of another site', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a page of a subdomain', { origin: 'https://x.app.example.com' }],
  ['a page over http', { origin: 'http://app.example.com' }],
  ['an allowed page of another site', { origin: PAGE, 'sec-fetch-site': 'cross-site' }],
  ['a navigation', { origin: PAGE, 'sec-fetch-site': 'none' }],
];

describe('browser sessions', () => {
  let t: TestApp;
  let member: TestUser;
  beforeAll(async () => {
    t = await testApp({ PUBLIC_URL: OWN, CORS_ORIGINS: `${PAGE},https://admin.example.com` });
    member = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const pageOf = (headers: Record<string, string> = { origin: PAGE, 'sec-fetch-site': 'same-site' }) =>
    new BrowserClient(t.http, headers);
  const form = ({ email, password }: TestUser, extras: object = { session: 'cookie' }) => ({
    email,
    password,
    ...extras,
  });
  const signedIn = async (person = member) => {
    const browser = pageOf();
    const { status, body } = await browser.post('/api/login', form(person));
    expect(status).toBe(200);
    return { browser, access: body.tokens.access as string, sid: claimsOf(body.tokens.access).sid as string };
  };
  /** The same cookies on another page. */
  const withCookiesOf = (browser: BrowserClient, headers: Record<string, string>) => {
    const other = pageOf(headers);
    for (const [name, value] of browser.jar) other.jar.set(name, value);
    return other;
  };
  const sessionOf = async (sid: string) =>
    (await t.db.query('SELECT counter, revoked_reason FROM sessions WHERE id = $1', [sid]))[0];
  const liveSessions = async () =>
    Number((await t.db.query('SELECT count(*) FROM sessions WHERE revoked_at IS NULL'))[0].count);
  const profile = (token: string) => t.http.get('/api/profile', { token });

  describe('a sign-in', () => {
    it.each<[string, (browser: BrowserClient) => Promise<HttpResponse>, number]>([
      ['login', (browser) => browser.post('/api/login', form(member)), 200],
      ['register', (browser) => browser.post('/api/register', t.as.form({ session: 'cookie' })), 201],
    ])('by %s keeps the long-lived tokens in cookies alone', async (_, call, status) => {
      const browser = pageOf();
      const answer = await call(browser);
      expect(answer.status).toBe(status);
      expect(answer.body.tokens).toEqual(accessOnly);
      expect(answer.body).not.toHaveProperty('known_device_token');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect([...browser.jar.keys()].sort()).toEqual([DEVICE, REFRESH]);
      for (const value of browser.jar.values()) expect(JSON.stringify(answer.body)).not.toContain(value);
      expect(browser.setCookies.map((line) => line.replace(/=[\w.-]+/, '=…')).sort()).toEqual([
        `${DEVICE}=…; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Strict`,
        `${REFRESH}=…; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Strict`,
      ]);
      for (const line of browser.setCookies) expect(Buffer.byteLength(line)).toBeLessThan(4096);
    });

    it.each([undefined, null, 'tokens'])('with session %j has them in its answer alone', async (session) => {
      const browser = pageOf();
      const { body } = await browser.post('/api/login', form(member, { session }));
      expect(body.tokens).toEqual(tokens);
      expect(body.known_device_token).toBeDefined();
      expect(browser.setCookies).toEqual([]);
    });

    it.each(['Cookie', '', 'both', 5])('with session %j is refused', async (session) => {
      const answer = await pageOf().post('/api/login', form(member, { session }));
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    });

    it.each(foreignPages)('of %s sets no cookie and starts no session', async (_, headers) => {
      const before = await liveSessions();
      const browser = pageOf(headers);
      expect(problemSummary(await browser.post('/api/login', form(member)))).toEqual(refused);
      expect(problemSummary(await browser.post('/api/register', t.as.form({ session: 'cookie' })))).toEqual(refused);
      expect(browser.setCookies).toEqual([]);
      expect(await liveSessions()).toBe(before);
    });

    it.each([
      [OWN, 'same-origin'],
      [PAGE, undefined],
      ['https://admin.example.com', 'same-site'],
    ])('of a page of %s (%s) is allowed', async (origin, site) => {
      const browser = pageOf({ origin, ...(site && { 'sec-fetch-site': site }) });
      expect((await browser.post('/api/login', form(member))).status).toBe(200);
    });

    it('with a wrong password sets no cookie', async () => {
      const browser = pageOf();
      const answer = await browser.post('/api/login', { ...form(member), password: 'wrong' });
      expect([problemSummary(answer), browser.setCookies]).toEqual([[401, 'invalid_credentials'], []]);
    });

    it('revokes the session of the cookie, whichever user signs in', async () => {
      const { browser, sid, access } = await signedIn();
      const other = await t.as.verifiedUser();
      expect((await browser.post('/api/login', form(other))).status).toBe(200);
      expect(await sessionOf(sid)).toMatchObject({ revoked_reason: 'replaced' });
      expect((await profile(access)).status).toBe(401);
      expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
    });

    it('that fails leaves the session of the cookie alone', async () => {
      const { browser } = await signedIn();
      await browser.post('/api/login', { ...form(member), password: 'wrong' });
      expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
    });
  });

  describe('a refresh', () => {
    it.each([{}, undefined, { session: 'cookie' }, { refresh: null }])(
      'with the body %j rotates the cookie',
      async (body) => {
        const { browser, sid } = await signedIn();
        const before = browser.jar.get(REFRESH);
        const answer = await browser.post('/api/token/refresh', body);
        expect([answer.status, answer.body]).toEqual([200, accessOnly]);
        expect(claimsOf(answer.body.access).sid).toBe(sid);
        expect(browser.jar.get(REFRESH)).not.toBe(before);
        expect(browser.setCookies).toEqual([
          `${REFRESH}=${browser.jar.get(REFRESH)}; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Strict`,
        ]);
        expect((await profile(answer.body.access)).status).toBe(200);
        expect((await browser.post('/api/token/refresh', body)).status).toBe(200);
        expect(await sessionOf(sid)).toMatchObject({ counter: 2 });
      },
    );

    it.each(foreignPages)('of %s does nothing', async (_, headers) => {
      const { browser, sid } = await signedIn();
      const foreign = withCookiesOf(browser, headers);
      expect(problemSummary(await foreign.post('/api/token/refresh', {}))).toEqual(refused);
      expect(problemSummary(await foreign.post('/api/token/refresh'))).toEqual(refused);
      expect(foreign.setCookies).toEqual([]);
      expect(await sessionOf(sid)).toMatchObject({ counter: 0, revoked_reason: null });
      expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'of type %s, which a form could send, is refused',
      async (type) => {
        const { browser, sid } = await signedIn();
        const answer = await browser.post('/api/token/refresh', '{}', { headers: { 'content-type': type } });
        expect(problemSummary(answer)).toEqual([415, 'unsupported_media_type']);
        expect(await sessionOf(sid)).toMatchObject({ counter: 0 });
      },
    );

    it('uses the token of the body where there is one, and leaves the cookie alone', async () => {
      const { browser, sid } = await signedIn();
      const other = await t.as.signIn(member);
      const answer = await browser.post('/api/token/refresh', { refresh: other.refresh });
      expect([answer.status, answer.body, browser.setCookies]).toEqual([200, tokens, []]);
      expect(await sessionOf(sid)).toMatchObject({ counter: 0, revoked_reason: null });
      expect((await t.http.post('/api/token/refresh', { refresh: answer.body.refresh })).status).toBe(200);
    });

    it('moves a token of the body into the cookie where it is asked to', async () => {
      const { refresh } = await t.as.signIn(member);
      const browser = pageOf();
      const answer = await browser.post('/api/token/refresh', { refresh, session: 'cookie' });
      expect([answer.status, answer.body]).toEqual([200, accessOnly]);
      expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
      const foreign = pageOf({ origin: 'https://evil.example' });
      expect(problemSummary(await foreign.post('/api/token/refresh', { refresh, session: 'cookie' }))).toEqual(refused);
    });

    it('never answers the token of the cookie', async () => {
      const { browser, sid } = await signedIn();
      const answer = await browser.post('/api/token/refresh', { session: 'tokens' });
      expect(problemSummary(answer)).toEqual([400, 'validation_failed', 'refresh required']);
      expect(await sessionOf(sid)).toMatchObject({ counter: 0 });
    });

    it('without a cookie is answered 401 to a page, and 400 to a program', async () => {
      expect(problemSummary(await pageOf().post('/api/token/refresh', {}))).toEqual(invalid);
      expect(problemSummary(await t.http.post('/api/token/refresh', {}))).toEqual([
        400,
        'validation_failed',
        'refresh required',
      ]);
    });

    it.each([
      ['two of them', (value: string) => `${REFRESH}=${value}; ${REFRESH}=${value}`, true],
      ['nonsense', () => `${REFRESH}=nonsense`, true],
      ['an empty one', () => `${REFRESH}=`, true],
      ['one in quotes', (value: string) => `${REFRESH}="${value}"`, true],
      ['one without the prefix, which another host can set', (value: string) => `collabsphere_refresh=${value}`, false],
    ])('with %s for a cookie is refused', async (_, cookie, isCleared) => {
      const { browser, sid } = await signedIn();
      const headers = { cookie: cookie(browser.jar.get(REFRESH)!) };
      const answer = await browser.post('/api/token/refresh', {}, { headers });
      expect(problemSummary(answer)).toEqual(invalid);
      expect(browser.jar.has(REFRESH)).toBe(!isCleared);
      expect(await sessionOf(sid)).toMatchObject({ counter: 0, revoked_reason: null });
    });

    it('with a token that was used before ends the session and clears the cookie', async () => {
      const { browser, sid } = await signedIn();
      const stolen = withCookiesOf(browser, { origin: PAGE });
      await browser.post('/api/token/refresh', {});
      await browser.post('/api/token/refresh', {});
      expect(problemSummary(await stolen.post('/api/token/refresh', {}))).toEqual(reused);
      expect(stolen.jar.has(REFRESH)).toBe(false);
      expect(await sessionOf(sid)).toMatchObject({ revoked_reason: 'refresh_token_reuse' });
      expect(problemSummary(await browser.post('/api/token/refresh', {}))).toEqual(invalid);
      expect(browser.jar.has(REFRESH)).toBe(false);
    });

    it('by many tabs at once leaves one session, one cookie', async () => {
      const { browser, sid } = await signedIn();
      const answers = await runConcurrently(20, () => browser.sendOnly('POST', '/api/token/refresh', {}));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect(new Set(answers.map(({ headers }) => headers.get('set-cookie'))).size).toBe(1);
      expect(await sessionOf(sid)).toMatchObject({ counter: 1, revoked_reason: null });
      for (const answer of answers.reverse()) browser.store(answer);
      for (const { body } of answers) expect((await profile(body.access)).status).toBe(200);
      await t.db.query("UPDATE sessions SET rotated_at = now() - interval '1 min' WHERE id = $1", [sid]);
      expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
    });

    it('whose answer was lost is repeated', async () => {
      const { browser, sid } = await signedIn();
      const lost = await browser.sendOnly('POST', '/api/token/refresh', {});
      await t.db.query("UPDATE sessions SET rotated_at = now() - interval '1 min' WHERE id = $1", [sid]);
      expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
      expect(browser.setCookies).toEqual(lost.headers.getSetCookie());
    });
  });

  describe('a logout', () => {
    const expired = { headers: { authorization: 'Bearer expired' } };

    it.each<[string, (access: string) => object]>([
      ['with an access token', (token) => ({ token })],
      ['without one', () => ({})],
      ['with an expired one', () => expired],
    ])('%s ends the session of the cookie and clears it', async (_, options) => {
      const { browser, access, sid } = await signedIn();
      expect((await browser.post('/api/logout', {}, options(access))).status).toBe(200);
      expect([...browser.jar.keys()]).toEqual([DEVICE]);
      expect(await sessionOf(sid)).toMatchObject({ revoked_reason: 'logout' });
      expect((await profile(access)).status).toBe(401);
    });

    it('with the cookie of a session that has ended clears it', async () => {
      const { browser, access } = await signedIn();
      await t.http.post('/api/logout', {}, { token: access });
      expect((await browser.post('/api/logout', {})).status).toBe(200);
      expect(browser.jar.has(REFRESH)).toBe(false);
    });

    it.each(foreignPages)('of %s needs an access token, and leaves the cookie alone', async (_, headers) => {
      const { browser, sid } = await signedIn();
      const other = await t.as.signIn(member);
      const foreign = withCookiesOf(browser, headers);
      expect(problemSummary(await foreign.post('/api/logout', {}))).toEqual(refused);
      expect((await foreign.post('/api/logout', {}, { token: other.access })).status).toBe(200);
      expect(foreign.setCookies).toEqual([]);
      expect((await profile(other.access)).status).toBe(401);
      expect(await sessionOf(sid)).toMatchObject({ revoked_reason: null });
    });

    it('without a cookie needs an access token', async () => {
      expect(problemSummary(await pageOf().post('/api/logout', {}))).toEqual([401, 'not_authenticated']);
      const answer = await pageOf().post('/api/logout', {}, expired);
      expect(problemSummary(answer)).toEqual([401, 'invalid_token']);
      expect(answer.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
    });
  });

  it('a deleted account leaves no cookie', async () => {
    const person = await t.as.verifiedUser();
    const { browser, access } = await signedIn(person);
    const answer = await browser.send('DELETE', '/api/account', { password: person.password }, { token: access });
    expect([answer.status, [...browser.jar]]).toEqual([204, []]);
  });

  it('a deleted account leaves the cookie of another session alone', async () => {
    const person = await t.as.verifiedUser();
    const { browser } = await signedIn();
    await browser.send('DELETE', '/api/account', { password: person.password }, { token: person.access });
    expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
  });

  it.each(['/api/profile', '/api/sessions', '/api/account/export'])('a cookie does not open %s', async (path) => {
    const { browser } = await signedIn();
    expect((await browser.send('GET', path)).status).toBe(401);
  });

  describe('CORS', () => {
    const preflight = (origin: string) =>
      t.http.send('OPTIONS', '/api/token/refresh', undefined, {
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const allowance = ({ headers }: HttpResponse) => [
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
    ];

    it.each([PAGE, 'https://admin.example.com'])('allows %s to send cookies', async (origin) => {
      expect(allowance(await preflight(origin))).toEqual([origin, 'true']);
      expect(allowance(await pageOf({ origin }).post('/api/token/refresh', {}))).toEqual([origin, 'true']);
    });

    it.each(['https://evil.example', 'null', 'https://app.example.com.evil.example'])(
      'does not allow %s',
      async (origin) => {
        expect(allowance(await preflight(origin))).toEqual([null, null]);
        expect(allowance(await pageOf({ origin }).post('/api/token/refresh', {}))).toEqual([null, null]);
      },
    );

    it('says nothing to a program', async () => {
      expect(allowance(await t.http.get('/api/profile', { token: member.access }))).toEqual([null, null]);
    });
  });
});

it('over http, for development, cookies have a plain name and are not Secure', async () => {
  const t = await testApp();
  try {
    const browser = new BrowserClient(t.http, { origin: t.url, 'x-forwarded-proto': 'https' });
    await browser.post('/api/register', t.as.form({ session: 'cookie' }));
    expect(browser.setCookies.map((line) => line.replace(/=[\w.-]+/, '=…')).sort()).toEqual([
      'collabsphere_known_device=…; Max-Age=15552000; Path=/; HttpOnly; SameSite=Strict',
      'collabsphere_refresh=…; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict',
    ]);
    expect((await browser.post('/api/token/refresh', {})).status).toBe(200);
  } finally {
    await t.close();
  }
});
