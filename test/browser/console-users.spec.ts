import type { Locator, Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import { addressOf, consoleApp, openAs, violationsOf, watchFaults } from '../support/console';
import { PresenceClients } from '../support/presence-client';
import type { TestApp } from '../support/test-app';
import { firstOwner } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const COUNT = 400;

(hasChromium ? describe : describe.skip)('the list of users in the console', () => {
  let t: TestApp;
  let clients: PresenceClients;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    t = await consoleApp();
    clients = new PresenceClients(t.url);
    await t.db.query(
      `INSERT INTO users (id, email, email_key, email_verified, username, username_key, full_name, full_name_key,
                          password_hash)
       SELECT gen_random_uuid(), 'row' || n || '@example.com', 'row' || n || '@example.com', true, 'row' || n,
              'row' || n, 'Row ' || n, 'row ' || n, 'none'
       FROM generate_series(1, $1) n`,
      [COUNT],
    );
  });
  beforeEach(async () => {
    browser = await openBrowser();
  });
  afterEach(() => browser?.close());
  afterAll(async () => {
    clients?.close();
    await t?.close();
  });

  const rowOf = (name: string) => page.getByRole('row').filter({ hasText: name });

  it('shows live who is online and how, in words as well', async () => {
    const person = await t.as.verifiedUser({ full_name: 'Lea Live' });
    await t.http.post('/api/logout', {}, { token: person.access });
    page = await openAs(t, browser.context, firstOwner, '/console/users?q=Live');
    const faults = watchFaults(page);
    await rowOf('Lea Live').waitFor();
    await rowOf('Lea Live').getByText('Online').waitFor({ state: 'detached' });

    const device = await clients.connect(await t.as.signIn(person));
    await rowOf('Lea Live').getByText('Online').first().waitFor();
    await device.request('status', { status: 'dnd' });
    // To the mark at the picture, and in the column.
    const row = await rowOf('Lea Live').filter({ hasText: /Do not disturb.*Do not disturb/s });
    await row.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    device.socket.disconnect();
    await rowOf('Lea Live').getByText('Do not disturb').first().waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('asks for those in sight when scrolling has ended, and not for those that were scrolled past', async () => {
    page = await openAs(t, browser.context, firstOwner, '/console');
    const watched: string[][] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (payload.includes('["watch"')) watched.push(String(payload).match(uuid) ?? []);
      }),
    );
    await page.goto(addressOf(t, '/console/users?q=Row'));
    const table = page.getByRole('region', { name: 'Users' });
    await waitFor(() => watched.length > 0, 'the first rows are watched');
    watched.length = 0;

    const shown = () => table.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    // A step for each picture, as a wheel makes them; 160 rows.
    await table.evaluate(async (element) => {
      for (let step = 0; step < 40; step++) {
        element.scrollTop += 240;
        await new Promise(requestAnimationFrame);
      }
    });
    const last = (await shown()).at(-1)!.split('/').pop()!;
    await waitFor(() => watched.flat().includes(last), 'the last rows are watched');
    expect(new Set(watched.flat()).size).toBeLessThan(80);
  });

  const openList = async (query = '') => {
    page = await openAs(t, browser.context, firstOwner, `/console/users${query}`);
    await page.getByRole('table').getByRole('link').first().waitFor();
    return page.getByRole('region', { name: 'Users' });
  };
  const topOf = (table: Locator) => table.evaluate((element) => element.scrollTop);
  const scrollTo = (table: Locator, top: number) =>
    table.evaluate((element, pixels) => (element.scrollTop = pixels), top);
  const row = (index: number) => page.locator(`[aria-rowindex="${index}"]`);

  it('is where it was left when one comes back from a user, and another order begins at the top', async () => {
    const table = await openList('?q=Row');
    await scrollTo(table, 3000);
    await row(56).getByRole('link').click();
    await page.getByRole('tab', { name: 'Overview' }).waitFor();
    await page.goBack();
    await row(56).waitFor();
    expect(await topOf(table)).toBe(3000);

    await page.getByLabel('Sort by').first().click();
    await page.getByRole('option', { name: 'Username A–Z' }).click();
    await row(2).getByText('@row1', { exact: true }).waitFor();
    expect(await topOf(table)).toBe(0);
  });

  it('keeps the focus on a row that is scrolled out of sight', async () => {
    const table = await openList('?q=Row');
    const link = row(5).getByRole('link');
    await link.focus();
    await page.keyboard.press('End');
    await row(90).waitFor();
    const isFocused = () => link.evaluate((element) => element === document.activeElement);
    expect(await isFocused()).toBe(true);
    await page.keyboard.press('Home');
    await waitFor(async () => (await topOf(table)) === 0, 'the keyboard scrolls the list');
    expect(await isFocused()).toBe(true);
  });

  it('says that a page could not be read, and reads it when asked to', async () => {
    const table = await openList('?q=Row');
    let asked = 0;
    const next = /api\/users\?.*cursor/;
    await page.route(next, (route) => {
      asked++;
      return route.fulfill({ status: 403, json: { status: 403, code: 'permission_denied', title: 'Forbidden' } });
    });
    await scrollTo(table, 6000);
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.getByRole('alert').getByText('You lack a permission').waitFor();
    expect(asked).toBe(1);
    await page.unroute(next);
    await again.click();
    await again.waitFor({ state: 'detached' });
    await scrollTo(table, 6600);
    await row(115).waitFor();
  });

  it('says the same on a page with a button for more', async () => {
    await openList('');
    await page.route(/api\/audit-log\?/, async (route) => {
      if (route.request().url().includes('cursor='))
        return route.fulfill({ status: 403, json: { status: 403, code: 'permission_denied', title: 'Forbidden' } });
      const response = await route.fetch();
      return route.fulfill({ response, json: { ...(await response.json()), next_cursor: 'more' } });
    });
    await page.goto(addressOf(t, '/console/audit'));
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('alert').getByText('You lack a permission').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  it('shows no row twice in one place when somebody is renamed while it is read', async () => {
    const table = await openList('?q=Row&sort=username');
    const nameAt = async (index: number): Promise<string> =>
      (
        await t.db.query(
          `SELECT username FROM users WHERE username_key LIKE 'row%' ORDER BY username_key LIMIT 1 OFFSET $1`,
          [index],
        )
      )[0].username;
    const [before, behind] = [await nameAt(95), `${await nameAt(103)}a`];
    await t.db.query('UPDATE users SET username = $1, username_key = $1 WHERE username = $2', [behind, before]);
    await scrollTo(table, 5700);
    await row(105).waitFor();
    await scrollTo(table, 0);
    await row(2).waitFor();
    const indexes = await page
      .locator('.table-body [role=row]')
      .evaluateAll((rows) => rows.map((one) => one.ariaRowIndex));
    expect(indexes).toEqual(indexes.map((_, n) => String(n + 2)));
  });

  it('forgets the search and the selection with the link to all users', async () => {
    await openList('?q=Row');
    await row(2).getByRole('checkbox').check();
    await page.getByRole('navigation').getByRole('link', { name: 'Users' }).click();
    await page.getByRole('region', { name: 'Selected users' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  it('takes a day that is typed', async () => {
    await openList();
    await page.getByRole('button', { name: 'Filter' }).click();
    const day = page.getByLabel('Joined from').first();
    await day.focus();
    await page.keyboard.type('11282024', { delay: 50 });
    await page.waitForURL(/joined_after=2024-11-2/);
    expect(await day.inputValue()).toBe('2024-11-28');
  });

  it('says so when a file of the console is gone, and can be loaded again', async () => {
    page = await browser.context.newPage();
    for (const file of [/assets\/en-.*\.js/, /assets\/index-.*\.js/]) {
      await page.route(file, (route) => route.fulfill({ status: 404 }));
      await page.goto(addressOf(t, '/console/users'));
      await page.getByRole('alert').getByText('This page can not be shown.').waitFor();
      await page.unroute(file);
      await page.getByRole('button', { name: 'Reload the page' }).click();
      await page.getByLabel('E-mail address').waitFor();
    }
  });
});

const uuid = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;
