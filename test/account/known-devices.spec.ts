import { BrowserClient } from '../support/browser-client';
import type { HttpResponse } from '../support/http-client';
import { problemSummary } from '../support/matchers';
import { runConcurrently } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';

const limited = [429, 'too_many_attempts'];
const FREE = 3;

/** Where the limits are kept in Redis, `REDIS_URL` runs it there. */
describe('wrong passwords by strangers', () => {
  let t: TestApp;
  /** Networks (/24) that no test has used yet. */
  let networks = 0;
  const elsewhere = () => `100.${64 + (++networks >> 8)}.${networks & 255}.9`;
  beforeAll(async () => {
    t = await testApp({
      TRUST_PROXY: 'loopback',
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_REGISTER: '10000/1h',
      RATE_LIMIT_LOGIN: '10000/15m',
      RATE_LIMIT_LOGIN_FAILURES: `${FREE}/15m`,
      RATE_LIMIT_LOGIN_SPRAY: '20/24h',
    });
  });
  afterAll(() => t.close());

  interface Owner {
    id: string;
    email: string;
    password: string;
    home: string;
    known_device_token: string;
  }
  const post = (path: string, body: object, ip: string, token?: string) =>
    t.http.post(path, body, { headers: { 'x-forwarded-for': ip }, token });
  const login = ({ email, password }: Pick<Owner, 'email' | 'password'>, ip: string, known_device_token?: string) =>
    post('/api/login', { email, password, ...(known_device_token && { known_device_token }) }, ip);
  const register = async (): Promise<Owner> => {
    const [form, home] = [t.as.form(), elsewhere()];
    const { body } = await post('/api/register', form, home);
    await t.db.query('UPDATE users SET email_verified = true WHERE id = $1', [body.user.id]);
    const { email, password } = form;
    return { id: body.user.id, email, password, home, known_device_token: body.known_device_token };
  };
  /** From a network of its own each. */
  const guess = (owner: Owner) => login({ ...owner, password: 'not this one' }, elsewhere());
  const attack = async (owner: Owner) => {
    for (let n = 0; n < FREE; n++) expect(problemSummary(await guess(owner))).toEqual([401, 'invalid_credentials']);
    expect(problemSummary(await guess(owner))).toEqual(limited);
  };

  it('delay strangers, even with the right password', async () => {
    const owner = await register();
    await attack(owner);
    expect(problemSummary(await login(owner, elsewhere()))).toEqual(limited);
  });

  it('never delay the network of an earlier sign-in', async () => {
    const owner = await register();
    await attack(owner);
    expect((await login(owner, owner.home.replace(/\d+$/, '250'))).status).toBe(200);
  });

  it('never delay a device with the token of an earlier sign-in, wherever it is', async () => {
    const owner = await register();
    await attack(owner);
    const travelling = await login(owner, elsewhere(), owner.known_device_token);
    expect(travelling.status).toBe(200);
    expect((await login(owner, elsewhere(), travelling.body.known_device_token)).status).toBe(200);
  });

  it('never delay a browser with the cookie of an earlier sign-in', async () => {
    const owner = await register();
    const browser = new BrowserClient(t.http, { origin: t.url });
    const signIn = ({ email, password }: Owner, page = browser) =>
      page.post('/api/login', { email, password, session: 'cookie' }, { headers: { 'x-forwarded-for': elsewhere() } });
    expect((await signIn(owner)).status).toBe(200);
    await attack(owner);
    expect((await signIn(owner)).status).toBe(200);
    expect(problemSummary(await signIn(owner, new BrowserClient(t.http, { origin: t.url })))).toEqual(limited);
    browser.jar.set('collabsphere_known_device', 'x'.repeat(300));
    expect(problemSummary(await signIn(owner))).toEqual(limited);
  });

  it.each<[string, (owner: Owner) => Promise<string>]>([
    ['another account', async () => (await register()).known_device_token],
    ['nothing', async ({ known_device_token }) => known_device_token.replace(/.$/, (end) => (end === 'A' ? 'E' : 'A'))],
    ['a session that its owner reported', async (owner) => (await report(owner), owner.known_device_token)],
  ])('a token of %s does not help', async (_, tokenFor) => {
    const owner = await register();
    const token = await tokenFor(owner);
    await attack(owner);
    expect(problemSummary(await login(owner, elsewhere(), token))).toEqual(limited);
  });

  const report = (owner: Owner) => t.db.query('UPDATE sessions SET disowned_at = now() WHERE user_id = $1', [owner.id]);

  it('a network is forgotten after 30 days', async () => {
    const owner = await register();
    await t.db.query(`UPDATE sessions SET created_at = now() - interval '31 days' WHERE user_id = $1`, [owner.id]);
    await attack(owner);
    expect(problemSummary(await login(owner, owner.home))).toEqual(limited);
  });

  it('from a known device count for it, and the right one ends that', async () => {
    const owner = await register();
    const own = (password: string) => login({ ...owner, password }, elsewhere(), owner.known_device_token);
    for (let n = 1; n < FREE; n++) expect((await own('not this one')).status).toBe(401);
    expect((await own(owner.password)).status).toBe(200);
    for (let n = 0; n < FREE; n++) expect((await own('not this one')).status).toBe(401);
    expect(problemSummary(await own(owner.password))).toEqual(limited);
    expect((await login(owner, owner.home)).status).toBe(200);
  });

  it('no longer delay anyone after a new password', async () => {
    const owner = await register();
    await attack(owner);
    await post('/api/password/forgot', { email: owner.email }, owner.home);
    const { token } = await t.mailbox.find(owner.email, /new password/i);
    const password = 'quite another secret';
    expect((await post('/api/password/reset', { token, new_password: password }, elsewhere())).status).toBe(200);
    expect((await login({ ...owner, password }, elsewhere())).status).toBe(200);
  });

  it('for many accounts from one network are limited, also all at once', async () => {
    const network = elsewhere();
    let n = 0;
    const spray = (): Promise<HttpResponse> =>
      login({ email: t.as.form().email, password: 'Summer2026!' }, network.replace(/\d+$/, String(++n)));
    const statuses = (await runConcurrently(40, spray)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(20);
    expect(statuses).toContain(429);
    const owner = await register();
    expect(problemSummary(await login(owner, network))).toEqual(limited);
    expect((await login(owner, network, owner.known_device_token)).status).toBe(200);
  });

  it('are in the metrics', async () => {
    const metrics = await (await fetch(`${t.url}/metrics`)).text();
    expect(metrics).toMatch(/^sign_in_failures_total\{source="stranger"\} [1-9]/m);
    expect(metrics).toMatch(/^sign_in_throttled_total\{source="stranger"\} [1-9]/m);
    expect(metrics).toMatch(/^sign_in_failures_total\{source="known_device"\} [1-9]/m);
  });
});
