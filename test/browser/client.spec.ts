import type { Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import { builtExample, type BuiltExample } from '../support/built-example';
import { freePort } from '../../tools/free-port';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

if (!hasChromium) process.stderr.write('There is no Chromium (CHROMIUM_PATH): the tests in a browser are skipped.\n');

(hasChromium ? describe : describe.skip)('examples/react, in Chromium', () => {
  let t: TestApp;
  let browser: Browser;
  let example: BuiltExample;
  let person: TestUser;
  let friend: TestUser;
  const faults: string[] = [];
  const refreshes: string[] = [];

  beforeAll(async () => {
    const [port, pagePort] = [await freePort(), await freePort()];
    const url = `http://localhost:${port}`;
    [t, example] = await Promise.all([
      testApp({ PORT: String(port), PUBLIC_URL: url, CORS_ORIGINS: `http://localhost:${pagePort}` }),
      builtExample(pagePort, url),
    ]);
    [person, friend] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await example?.close();
    await t?.close();
  });
  afterEach(() => expect(faults).toEqual([]));

  const open = async (): Promise<Page> => {
    const page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    // The browser reports each 401 itself.
    page.on(
      'console',
      (line) => line.type() === 'error' && !/Failed to load/.test(line.text()) && faults.push(line.text()),
    );
    page.on('request', (request) => request.url().endsWith('/api/token/refresh') && refreshes.push(request.url()));
    await page.goto(`${example.url}/?people=${friend.id}`);
    return page;
  };
  const signIn = async (page: Page) => {
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const shows = (page: Page, user: TestUser, text: string | RegExp) =>
    page.locator(`[data-user="${user.id}"]`, { hasText: text }).waitFor();
  const isSignedOut = (page: Page) => page.getByRole('heading', { name: 'Sign in' }).waitFor();

  let first: Page;
  let second: Page;

  it('says what was wrong, signs in and shows who is online', async () => {
    first = await open();
    await isSignedOut(first);
    await first.getByLabel('E-mail address').fill(person.email);
    await first.getByLabel('Password').fill('wrong');
    await first.getByRole('button', { name: 'Sign in' }).click();
    await first.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    await signIn(first);
    await shows(first, person, 'online');
    await shows(first, friend, 'offline');
    await t.http.put('/api/presence', { status: 'away', text: 'Lunch' }, { token: friend.access });
    await shows(first, friend, 'away Lunch');
  });

  it('is signed in in a second tab, which takes the token of the first, and in one that is loaded again', async () => {
    refreshes.length = 0;
    second = await open();
    await shows(second, person, 'online');
    expect(refreshes).toEqual([]);
    await second.getByRole('button', { name: 'Do not disturb' }).click();
    await shows(first, person, 'dnd Busy');
    await second.reload();
    await shows(second, person, 'dnd Busy');
    expect(refreshes).toEqual([]);
    expect(await second.evaluate(() => JSON.stringify({ ...localStorage }))).not.toMatch(/"access"|eyJ/);
  });

  it('shows what the user may do, as soon as an admin has changed it', async () => {
    const owner = await t.as.owner();
    await t.http.post('/api/assign-role', { user_id: person.id, role: 'moderator' }, { token: owner.access });
    for (const page of [first, second]) await page.getByText('You are a moderator.').waitFor();
  });

  it('signs out in both tabs', async () => {
    await first.getByRole('button', { name: 'Sign out' }).click();
    await isSignedOut(first);
    await isSignedOut(second);
    await second.reload();
    await isSignedOut(second);
  });

  it('is out at a ban, in all tabs, and says why', async () => {
    [first, second] = [await open(), await open()];
    await isSignedOut(second);
    await signIn(second);
    // The sockets are open.
    for (const page of [first, second]) await shows(page, person, /online|dnd/);
    const owner = await t.as.owner();
    await t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token: owner.access });
    for (const page of [first, second]) await page.getByText('Your session has ended: ban').waitFor();
  });
});
