import { consoleDialogs, consolePages, entryPages, sizes } from '../../tools/console-pages';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import {
  addressOf,
  colourViolationsOf,
  consoleApp,
  enterPassword,
  settled,
  violationsOf,
  watchFaults,
} from '../support/console';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/test-app';
import { firstOwner } from '../support/test-users';

if (!hasChromium) process.stderr.write('There is no Chromium (CHROMIUM_PATH): the tests of the console are skipped.\n');

/** Until the page has followed; even the shortest transition of a colour takes a frame. */
async function changeScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction(
    (color) =>
      getComputedStyle(document.body).backgroundColor !== color &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
    before,
  );
}

/** What axe-core finds in light; and in dark, where only the colours differ. */
async function violationsInBoth(page: Page): Promise<string[]> {
  const light = await violationsOf(page);
  await changeScheme(page, 'dark');
  const dark = await colourViolationsOf(page);
  await changeScheme(page, 'light');
  return [...light, ...dark.map((violation) => `dark: ${violation}`)];
}

(hasChromium ? describe : describe.skip)('the console, for everybody', () => {
  let t: TestApp;
  let userId: string;
  let browser: Browser;
  beforeAll(async () => {
    t = await consoleApp();
    userId = (await t.as.userWithRoles(['moderator'])).id;
  });
  beforeEach(async () => {
    browser = await openBrowser();
  });
  afterEach(() => browser?.close());
  afterAll(() => t?.close());

  it.each(sizes.map((size) => [size.width, size] as const))(
    '%d px: axe-core finds no fault on any page, light or dark, nor the browser',
    async (_width, size) => {
      const page = await browser.context.newPage();
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.setViewportSize(size);
      const faults = watchFaults(page);
      const found: Record<string, string[]> = {};
      const visit = async (name: string, path: string) => {
        await page.goto(addressOf(t, path));
        await settled(page);
        found[name] = await violationsInBoth(page);
      };
      for (const [name, path] of Object.entries(entryPages)) await visit(name, path);
      await page.goto(addressOf(t, '/console'));
      await enterPassword(page, firstOwner);
      await page.getByRole('navigation').first().waitFor({ state: 'attached' });
      for (const [name, path] of Object.entries(consolePages)) await visit(name, path.replace('{user}', userId));
      for (const [path, button] of consoleDialogs) {
        await page.goto(addressOf(t, path.replace('{user}', userId)));
        await page.getByRole('button', { name: button, exact: true }).first().click();
        await page.getByRole('dialog').waitFor();
        await settled(page);
        found[`${path} ${button}`] = await violationsInBoth(page);
      }
      expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
      expect(faults).toEqual([]);
    },
    300_000,
  );

  it('on a phone no page is wider than the screen, however long a name is, and a list shows how it begins', async () => {
    const long = await t.as.verifiedUser({ full_name: 'W'.repeat(100) });
    const rightToLeft = await t.as.verifiedUser({ full_name: `${'\u0645'.repeat(40)} ${'\u062f'.repeat(40)}` });
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 375, height: 800 });
    await page.goto(addressOf(t, '/console/users'));
    await enterPassword(page, firstOwner);
    const name = page.getByRole('link', { name: /^\u0645/ });
    await name.waitFor();
    expect(await name.evaluate((link) => getComputedStyle(link).direction)).toBe('rtl');
    for (const path of [
      '/console/users',
      `/console/users/${long.id}`,
      `/console/users/${rightToLeft.id}`,
      '/console/roles',
    ]) {
      await page.goto(addressOf(t, path));
      await settled(page);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 375]);
    }
  });

  it('all by keyboard: the skip link, the search, a user, and the focus after a dialog', async () => {
    const page = await browser.context.newPage();
    await page.goto(addressOf(t, '/console/users'));
    await page.getByLabel('E-mail address').waitFor();
    await page.keyboard.type(firstOwner.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(firstOwner.password);
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Users' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.goto(addressOf(t, `/console/users/${userId}`));
    const ban = page.getByRole('button', { name: 'Ban', exact: true });
    await ban.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await ban.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});
