import type { CollabSphereClient, createClient, hasPasskeys } from '@collabsphere/client';
import type { Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser, servePage } from '../support/browser';
import { freePort } from '../../tools/free-port';
import { pageScript } from '../support/page-script';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { addAuthenticator } from '../support/virtual-authenticator';

/** What the page has. */
declare const collabsphere: { createClient: typeof createClient; hasPasskeys: typeof hasPasskeys };
declare let client: CollabSphereClient;
declare const PublicKeyCredential: Record<string, unknown> & { prototype: Record<string, unknown> };

(hasChromium ? describe : describe.skip)('passkeys by @collabsphere/client, in Chromium', () => {
  let t: TestApp;
  let frontend: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  let page: Page;
  let person: TestUser;

  beforeAll(async () => {
    const [port, pagePort] = [await freePort(), await freePort()];
    const url = `http://localhost:${port}`;
    frontend = await servePage(
      pagePort,
      `<!doctype html><input name="email" autocomplete="username webauthn">${pageScript('client-page.mjs')}
      <script>client = collabsphere.createClient({ url: '${url}', session: 'cookie' })</script>`,
    );
    t = await testApp({ PORT: String(port), PUBLIC_URL: url, FRONTEND_URL: frontend.url, CORS_ORIGINS: frontend.url });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await t?.close();
    await frontend?.close();
  });
  beforeEach(async () => {
    person = await t.as.verifiedUser();
    page = await browser.context.newPage();
    await addAuthenticator(page);
    await page.goto(frontend.url);
  });
  afterEach(() => page.close());

  const credentials = () => ({ email: person.email, password: person.password });
  const whoIsSignedIn = () => page.evaluate(async () => (await client.session.restore()).user?.id);
  const register = async () => {
    await page.evaluate((login) => client.auth.login(login), credentials());
    return page.evaluate(() => client.passkeys.add('Laptop'));
  };

  const roundTrip = async () => {
    const { passkey, recovery_codes } = await register();
    expect(passkey.name).toBe('Laptop');
    expect(recovery_codes).toHaveLength(10);
    expect(await page.evaluate(() => client.passkeys.list())).toHaveLength(1);
    await page.evaluate(() => client.auth.logout());

    expect(await page.evaluate(() => client.auth.loginWithPasskey())).toMatchObject({ user: { id: person.id } });
    expect(await whoIsSignedIn()).toBe(person.id);
    await page.evaluate(() => client.auth.reauthenticate({ passkey: true }));
    await page.evaluate(() => client.auth.logout());

    const second = await page.evaluate(async (login) => {
      const result = await client.auth.login(login);
      return result.status === 'mfa_required' ? result.mfa.withPasskey() : result;
    }, credentials());
    expect(second).toMatchObject({ status: 'signed_in', user: { id: person.id } });
  };

  it('are registered, sign in alone, are a second factor and a proof', roundTrip);

  it('are the same in a browser without the JSON functions', async () => {
    await page.evaluate(() => {
      delete PublicKeyCredential.parseCreationOptionsFromJSON;
      delete PublicKeyCredential.parseRequestOptionsFromJSON;
      delete PublicKeyCredential.prototype.toJSON;
    });
    await roundTrip();
  });

  it('that are registered already are refused, and a sign-in that is aborted ends', async () => {
    await register();
    const code = await page.evaluate(() => client.passkeys.add().catch((error) => error.code));
    expect(code).toBe('passkey_already_registered');
    await page.evaluate(() => client.auth.logout());
    expect(await page.evaluate(() => collabsphere.hasPasskeys({ autofill: true }))).toBe(true);
    const name = await page.evaluate(async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      const { signal } = controller;
      return client.auth.loginWithPasskey({ autofill: true, signal }).then(String, (error: Error) => error.name);
    });
    expect(['AbortError', '[object Object]']).toContain(name);
  });
});
