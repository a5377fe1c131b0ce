import { Logger } from '@nestjs/common';
import type { Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import { consoleApp, enterPassword, violationsOf, watchFaults } from '../support/console';
import type { TestApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const owner = { email: 'first@example.com', password: 'a fine first phrase' };

(hasChromium ? describe : describe.skip)('the first run', () => {
  let t: TestApp;
  let browser: Browser;
  let page: Page;
  let link: string;
  beforeAll(async () => {
    const lines: { event?: string; msg: string }[] = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((line) => void lines.push(line));
    t = await consoleApp({ BOOTSTRAP_ADMIN_EMAIL: '', BOOTSTRAP_ADMIN_PASSWORD: '' });
    const { msg } = await waitFor(() => lines.find(({ event }) => event === 'owner_setup'), 'the link is logged');
    link = /http\S+/.exec(msg)![0];
    jest.restoreAllMocks();
    browser = await openBrowser();
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await t?.close();
  });

  it('leads by the link in the log to the console of the owner, once', async () => {
    const faults = watchFaults(page);
    await page.goto(link);
    await page.getByLabel('Full name').fill('First Owner');
    await page.getByLabel('Username').fill('first');
    await page.getByLabel('E-mail address').fill(owner.email);
    await page.getByLabel('Password', { exact: true }).fill('12345678');
    await page.getByRole('button', { name: 'Create the owner' }).click();
    await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('Password', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Create the owner' }).click();
    await page.getByText('The owner is made.').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();

    await enterPassword(page, owner);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    for (const name of ['Users', 'Roles', 'Audit log', 'Services', 'Signing keys', 'Settings'])
      expect(await page.getByRole('link', { name, exact: true }).count()).toBeGreaterThan(0);

    await page.goto(link);
    await page.getByText('This link does not work').waitFor();
    expect(await page.getByLabel('Full name').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
