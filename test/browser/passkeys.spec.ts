import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser, servePage } from '../support/browser';
import { freePort } from '../../tools/free-port';
import { claimsOf } from '../support/jwt';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { addAuthenticator } from '../support/virtual-authenticator';

/** The code that the documentation has for clients. */
const guide = readFileSync(join(__dirname, '../../docs/second-factors.md'), 'utf8');
const script = /## Passkeys[^]*?```js\n([^]*?)```/.exec(guide)![1]!;

interface Frontend {
  registerPasskey(access: string, name?: string): Promise<{ passkey: { id: string; name: string } }>;
  signInWithPasskey(options?: object): Promise<{ user: { id: string }; tokens: { access: string } }>;
  proveSecondFactor(problem: object): Promise<{ user: { id: string }; tokens: { access: string } }>;
  reauthenticateWithPasskey(access: string): Promise<{ access: string }>;
}

if (!hasChromium) process.stderr.write('There is no Chromium (CHROMIUM_PATH): the tests in a browser are skipped.\n');

(hasChromium ? describe : describe.skip)('passkeys in a browser', () => {
  let t: TestApp;
  let frontend: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  let page: Page;
  let devtools: CDPSession;
  let authenticatorId: string;

  beforeAll(async () => {
    const [port, pagePort] = [await freePort(), await freePort()];
    const url = `http://localhost:${port}`;
    const html = `<!doctype html><title>CollabSphere</title>
      <input name="email" autocomplete="username webauthn">
      <script>${script.replace('http://localhost:3000', url)}</script>`;
    frontend = await servePage(pagePort, html);
    const env = { PUBLIC_URL: url, FRONTEND_URL: frontend.url, CORS_ORIGINS: frontend.url };
    t = await testApp({ PORT: String(port), ...env });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await t?.close();
    await frontend?.close();
  });

  beforeEach(async () => {
    page = await browser.context.newPage();
    ({ devtools, authenticatorId } = await addAuthenticator(page));
    await page.goto(frontend.url);
  });
  afterEach(() => page.close());

  /** Runs a function of the page. */
  const run = <Name extends keyof Frontend>(
    name: Name,
    ...args: Parameters<Frontend[Name]>
  ): Promise<Awaited<ReturnType<Frontend[Name]>>> =>
    page
      .evaluate(
        async ({ name, args }) => {
          const functions = globalThis as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
          try {
            return { answer: await functions[name]!(...args) };
          } catch (error) {
            return { error: `${String(error)} ${JSON.stringify((error as { problem?: object }).problem)}` };
          }
        },
        { name, args: args as unknown[] },
      )
      .then((result) => {
        if ('error' in result) throw new Error(result.error);
        return result.answer as Awaited<ReturnType<Frontend[Name]>>;
      });

  async function registered(): Promise<TestUser> {
    const person = await t.as.verifiedUser();
    const { passkey } = await run('registerPasskey', person.access, 'Laptop');
    expect(passkey).toMatchObject({ name: 'Laptop', backed_up: false });
    return person;
  }

  it('are registered, and sign in without a name or a password', async () => {
    const person = await registered();
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
    const { user, tokens } = await run('signInWithPasskey');
    expect(user.id).toBe(person.id);
    expect(claimsOf(tokens.access)).toMatchObject({ amr: ['hwk', 'user', 'mfa'], acr: 'aal2' });
    // The counter of the virtual authenticator increases.
    expect((await run('signInWithPasskey')).user.id).toBe(person.id);
  });

  it('are offered by autofill', async () => {
    const person = await registered();
    const isAvailable = await page.evaluate('PublicKeyCredential.isConditionalMediationAvailable()');
    expect(isAvailable).toBe(true);
    expect((await run('signInWithPasskey', { autofill: true })).user.id).toBe(person.id);
  });

  it('are not registered twice on one authenticator', async () => {
    const person = await registered();
    await expect(run('registerPasskey', person.access)).rejects.toThrow(/InvalidStateError/);
  });

  it('are a second factor after the password', async () => {
    const person = await registered();
    const { body: problem } = await t.http.post('/api/login', { email: person.email, password: person.password });
    expect(problem.code).toBe('mfa_required');
    const { user, tokens } = await run('proveSecondFactor', problem);
    expect(user.id).toBe(person.id);
    expect(claimsOf(tokens.access)).toMatchObject({ amr: ['pwd', 'hwk', 'user', 'mfa'], acr: 'aal2' });
  });

  it('authenticate a session again', async () => {
    const person = await registered();
    const { access } = await run('reauthenticateWithPasskey', person.access);
    expect(claimsOf(access)).toMatchObject({ sub: person.id, acr: 'aal2' });
  });

  it('of a user who is not verified do not sign in', async () => {
    await registered();
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await expect(run('signInWithPasskey')).rejects.toThrow(/NotAllowedError/);
  });

  it('are of no use on a site that is not listed', async () => {
    const person = await registered();
    const other = await servePage(await freePort(), '<!doctype html>');
    try {
      const options = (await t.http.post('/api/passkeys/challenge', {})).body;
      await page.goto(other.url);
      const assertion = await page.evaluate(async (json) => {
        const publicKey = (
          PublicKeyCredential as unknown as { parseRequestOptionsFromJSON(json: object): object }
        ).parseRequestOptionsFromJSON(json);
        const credential = await navigator.credentials.get({ publicKey } as never);
        return (credential as unknown as { toJSON(): object }).toJSON();
      }, options.options);
      const answer = await t.http.post('/api/passkeys/login', { challenge_id: options.challenge_id, assertion });
      expect([answer.status, answer.body.code]).toEqual([401, 'invalid_passkey']);
      expect((await t.http.get('/api/mfa', { token: person.access })).body.passkeys[0].last_used_at).toBeNull();
    } finally {
      await other.close();
    }
  });
});
