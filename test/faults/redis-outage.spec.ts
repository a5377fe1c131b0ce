import { randomInt } from 'node:crypto';
import { RedisServer } from '../../tools/redis-server';
import { median } from '../../bench/support/rounds';
import { freePort } from '../../tools/free-port';
import { TcpProxy } from '../support/tcp-proxy';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const withRedis = process.env.TEST_REDIS_URL || RedisServer.isInstalled ? describe : describe.skip;

withRedis('limits in Redis', () => {
  let server: RedisServer | undefined;
  let proxy: TcpProxy;
  let one: TestApp;
  let other: TestApp;

  beforeAll(async () => {
    proxy = await TcpProxy.open(process.env.TEST_REDIS_URL || (await ownRedis()));
    const env = {
      REDIS_URL: proxy.url,
      TRUST_PROXY: 'true',
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_LOGIN: '6/1h',
      RATE_LIMIT_LOGIN_FAILURES: '6/1h',
    };
    [one, other] = await Promise.all([testApp(env), testApp(env)]);
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await proxy.close();
    await server?.kill();
  });

  async function ownRedis(): Promise<string> {
    server = await RedisServer.start(await freePort());
    return server.url;
  }

  /** From a network that no test has come from before. */
  const somewhere = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
  const failLogin = async (app: TestApp, ip: string, email = `${randomInt(1e9)}@example.com`) => {
    const began = performance.now();
    const { status, headers, body } = await app.http.post(
      '/api/login',
      { email, password: 'not the right one' },
      { headers: { 'x-forwarded-for': ip } },
    );
    return {
      answer: `${status} ${body.code}`,
      took: performance.now() - began,
      retryAfter: Number(headers.get('retry-after')),
    };
  };
  const medianOf = (attempts: { took: number }[]) => median(attempts.map(({ took }) => took));
  const REFUSED = '401 invalid_credentials';
  const LIMITED = '429 too_many_attempts';

  it('are shared by two processes, by IP', async () => {
    const ip = somewhere();
    for (let n = 0; n < 6; n++) expect((await failLogin([one, other][n % 2]!, ip)).answer).toBe(REFUSED);
    for (const app of [one, other]) {
      const { answer, retryAfter } = await failLogin(app, ip);
      expect(answer).toBe(LIMITED);
      expect(retryAfter).toBeGreaterThan(0);
    }
    expect((await failLogin(one, somewhere())).answer).toBe(REFUSED);
  });

  it('are shared by two processes, by account', async () => {
    const email = `${randomInt(1e9)}@example.com`;
    for (let n = 0; n < 6; n++)
      expect((await failLogin([one, other][n % 2]!, somewhere(), email)).answer).toBe(REFUSED);
    expect((await failLogin(one, somewhere(), email)).answer).toBe(LIMITED);
    expect((await failLogin(other, somewhere(), email)).answer).toBe(LIMITED);
  });

  it.each([
    ['refuses connections', () => proxy.disconnect()],
    ['is silent', async () => proxy.blackhole()],
  ])('go on in memory while Redis %s, and no request waits', async (_how, breakDown) => {
    const before = [];
    for (let n = 0; n < 8; n++) before.push(await failLogin(one, somewhere()));
    await breakDown();
    const ip = somewhere();
    const attempts = [];
    for (let n = 0; n < 8; n++) attempts.push(await failLogin(one, ip));
    expect(attempts.map(({ answer }) => answer)).toEqual([...Array(6).fill(REFUSED), LIMITED, LIMITED]);
    // One that waits takes 0.5 s, a hundred times as long as usual. The first may, to find out.
    expect(medianOf(attempts.slice(1))).toBeLessThan(20 * medianOf(before));

    await proxy.forward();
    const fresh = somewhere();
    await waitFor(async () => (await failLogin(one, fresh)).answer === LIMITED, 'the one limits the address');
    await waitFor(async () => (await failLogin(other, fresh)).answer === LIMITED, 'both count together again');
  });
});
