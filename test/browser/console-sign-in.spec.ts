import type { Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import { addressOf, consoleApp, enterPassword, openAs, watchFaults } from '../support/console';
import { withStaleSession } from '../support/second-factor';
import type { TestApp } from '../support/test-app';
import { firstOwner } from '../support/test-users';
import { withTotp } from '../support/totp';
import { addAuthenticator } from '../support/virtual-authenticator';

(hasChromium ? describe : describe.skip)('signing in to the console', () => {
  let t: TestApp;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    t = await consoleApp();
  });
  beforeEach(async () => {
    browser = await openBrowser();
    page = await browser.context.newPage();
    faults = watchFaults(page);
  });
  afterEach(async () => {
    expect(faults).toEqual([]);
    await browser.close();
  });
  afterAll(() => t?.close());

  const isIn = () => page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  const signOut = async () => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  };

  it('with a password, after a wrong one; a reload stays signed in, and a logout ends all tabs', async () => {
    const person = await t.as.verifiedUser();
    await page.goto(addressOf(t, '/account'));
    await enterPassword(page, { ...person, password: 'not this one' });
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    await enterPassword(page, person);
    await isIn();
    await page.reload();
    await isIn();
    const tab = await browser.context.newPage();
    await tab.goto(addressOf(t, '/account/devices'));
    await tab.getByText('This device').waitFor();
    await signOut();
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('as another person, in another tab: nothing of the one before is shown, nor what they had open', async () => {
    const person = await t.as.verifiedUser();
    const secret = await t.as.verifiedUser();
    await page.goto(addressOf(t, '/console/users'));
    await enterPassword(page, firstOwner);
    await page.getByText(secret.email).waitFor();
    await page.getByRole('link', { name: 'Roles' }).click();
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByRole('dialog').waitFor();
    const tab = await browser.context.newPage();
    await tab.goto(addressOf(t, '/account'));
    await tab.getByRole('button', { name: /^Account of/ }).click();
    await tab.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail address').waitFor();
    await enterPassword(tab, person);
    await page.getByRole('button', { name: /^Account of Pat/ }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goBack();
    await page.getByText('You lack a permission').waitFor();
    expect(await page.getByText(secret.email).count()).toBe(0);
  });

  it('with a role that is taken: the page shows no more of what it allowed to read', async () => {
    const person = await t.as.userWithRoles(['moderator']);
    const secret = await t.as.verifiedUser();
    await page.goto(addressOf(t, '/console/users'));
    await enterPassword(page, person);
    await page.getByText(secret.email).waitFor();
    const { access: token } = await t.as.owner();
    const { body } = await t.http.get(`/api/users/${person.id}`, { token });
    await t.http.delete(`/api/users/${person.id}/roles/${body.role.id}`, { token });
    await page.getByText('You lack a permission').waitFor();
    expect(await page.getByText(secret.email).count()).toBe(0);
  });

  it('with the code of an authenticator app', async () => {
    const person = await withTotp(t, await t.as.verifiedUser());
    await page.goto(addressOf(t, '/account'));
    await enterPassword(page, person);
    await page.getByLabel('Code of the authenticator app').fill(await person.code());
    await page.getByRole('button', { name: 'Confirm' }).first().click();
    await isIn();
  });

  it('with a passkey: it is added on the security page, shows recovery codes once, and signs in by its button', async () => {
    const person = await t.as.verifiedUser();
    await addAuthenticator(page);
    await page.goto(addressOf(t, '/account/security'));
    await enterPassword(page, person);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your recovery codes' });
    await dialog.waitFor();
    expect(await dialog.getByRole('listitem').count()).toBe(10);
    await dialog.getByLabel('I have kept the codes').check();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await signOut();
    // The browser offers the passkey by itself (autofill), so the person may be in before the button is pressed.
    await page
      .getByRole('button', { name: 'Sign in with a passkey' })
      .click({ timeout: 2000 })
      .catch(() => undefined);
    await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
  });

  it('asks for the password again in place, where a change needs it', async () => {
    const person = await t.as.verifiedUser();
    page = await openAs(t, browser.context, person, '/account/security');
    await withStaleSession(t, person);
    await t.db.query(`UPDATE sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = $1`, [
      person.id,
    ]);
    // The page's token says when; the next one says it as well.
    await page.reload();
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.getByLabel('Password', { exact: true }).fill(person.password);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page
      .getByRole('dialog', { name: 'Set up an authenticator app' })
      .getByRole('img', { name: /^QR code/ })
      .waitFor();
  });
});

(hasChromium ? describe : describe.skip)('signing in to the console while strangers guess the password', () => {
  it('solves the challenge by itself', async () => {
    const t = await consoleApp({
      TRUST_PROXY: 'loopback',
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_REGISTER: '100/1h',
      RATE_LIMIT_LOGIN: '100/15m',
      RATE_LIMIT_LOGIN_FAILURES: '4/15m',
      CHALLENGE_PROVIDER: 'altcha',
      CHALLENGE_COST: '100',
    });
    const browser = await openBrowser();
    try {
      const person = await t.as.verifiedUser();
      const guess = { email: person.email, password: 'not this one' };
      // The network of the registration is known; those of the guesses and of the browser are not.
      await t.db.query('DELETE FROM sessions WHERE user_id = $1', [person.id]);
      for (const ip of ['203.0.113.1', '203.0.113.2'])
        await t.http.post('/api/login', guess, { headers: { 'x-forwarded-for': ip } });
      const { code } = (await t.http.post('/api/login', guess, { headers: { 'x-forwarded-for': '203.0.113.3' } })).body;
      expect(code).toBe('challenge_required');
      const page = await browser.context.newPage();
      const asked = page.waitForResponse(
        (response) => response.url().endsWith('/api/login') && response.status() === 403,
      );
      await page.goto(addressOf(t, '/account'));
      await enterPassword(page, person);
      expect((await (await asked).json()).code).toBe('challenge_required');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    } finally {
      await browser.close();
      await t.close();
    }
  });
});
