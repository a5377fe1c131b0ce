import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';

describe('rotate-keys', () => {
  let app: TestApp;
  beforeAll(async () => (app = await testApp()));
  afterAll(() => app.close());

  const rotate = (args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
    runCli(['rotate-keys', ...args], { env: { DATABASE_URL: app.databaseUrl, DATA_DIR: app.dataDir, ...env } });

  it('publishes a key that signs later; the running service has both, and tokens that are out still hold', async () => {
    const person = await app.as.verifiedUser();
    const [old] = await published(app);
    const { code, stdout, stderr } = await rotate();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const kid = kidIn(stdout);
    expect((await published(app, kid)).sort()).toEqual([kid, old].sort());

    const [signs, leaves] = [...stdout.matchAll(/\d{4}-\S+Z/g)].map(([time]) => Date.parse(time));
    expect(signs! - Date.now()).toBeGreaterThan(240_000);
    expect(leaves).toBeGreaterThan(signs! + 600_000);
    expect((await app.http.get('/api/profile', { token: person.access })).status).toBe(200);
    expect(kidOf((await app.as.signIn(person)).access)).toBe(old);
  });

  it('signs with the new key at once where that is asked for', async () => {
    const person = await app.as.verifiedUser();
    const kid = kidIn((await rotate(['--immediately'])).stdout);
    await published(app, kid);
    const { access } = await app.as.signIn(person);
    expect(kidOf(access)).toBe(kid);
    for (const token of [access, person.access])
      expect((await app.http.get('/api/profile', { token })).status).toBe(200);
  });

  it('refuses what a leaked key has signed, though it was verified before', async () => {
    const person = await app.as.signIn(await app.as.verifiedUser());
    const profile = (token: string) => app.http.get('/api/profile', { token });
    expect((await profile(person.access)).status).toBe(200);
    const kid = kidIn((await rotate(['--leaked'])).stdout);
    await published(app, kid);
    expect(await published(app)).toEqual([kid]);
    expect((await profile(person.access)).status).toBe(401);
    const { body } = await app.http.post('/api/token/refresh', { refresh: person.refresh });
    expect((await profile(body.access)).status).toBe(200);
  });

  it('makes no key that the service could not read', async () => {
    const before = await published(app);
    const { code, stderr } = await rotate([], { SECRET_KEY: randomBytes(32).toString('base64') });
    expect(code).toBe(1);
    expect(stderr).toBe('SECRET_KEY: the signing keys in the database were encrypted with another one\n');
    expect(await published(app)).toEqual(before);
  });
});

/** Key ids in the service's key set; waits until `kid` is among them. */
async function published(app: TestApp, kid?: string): Promise<string[]> {
  for (const end = Date.now() + 5000; ; await sleep(20)) {
    const { body } = await app.http.get('/.well-known/jwks.json');
    const kids = body.keys.map((key: { kid: string }) => key.kid);
    if (!kid || kids.includes(kid) || Date.now() > end) return kids;
  }
}

const kidIn = (stdout: string): string => /The new key is ([\w-]+)\./.exec(stdout)?.[1] ?? stdout;

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.', 1)[0]!, 'base64url').toString('utf8')).kid;
