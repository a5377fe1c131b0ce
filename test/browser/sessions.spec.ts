import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser, servePage } from '../support/browser';
import { freePort } from '../../tools/free-port';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

/** The functions of the page. */
declare const login: (email: string, password: string) => Promise<void>;
declare const refresh: () => Promise<void>;
declare const logout: () => Promise<void>;
declare const call: (path: string) => Promise<Response>;

const guide = readFileSync(join(__dirname, '../../docs/browser-sessions.md'), 'utf8');
const client = /```js\n(.*?)```/s.exec(guide)![1]!;

(hasChromium ? describe : describe.skip)('the client of docs/browser-sessions.md, in Chromium', () => {
  let t: TestApp;
  let browser: Browser;
  let person: TestUser;
  let url: string;
  const servers: { url: string; close(): Promise<void> }[] = [];

  const serve = async (port: number) => {
    const html = `<title>page</title><script>${client.replace('https://auth.example.com', url)}</script>`;
    const server = await servePage(port, html);
    servers.push(server);
    return server.url;
  };

  let home: string;
  let foreign: string;
  beforeAll(async () => {
    const [port, pagePort, foreignPort] = [await freePort(), await freePort(), await freePort()];
    url = `http://localhost:${port}`;
    t = await testApp({ PORT: String(port), PUBLIC_URL: url, CORS_ORIGINS: `http://localhost:${pagePort}` });
    home = await serve(pagePort);
    foreign = await serve(foreignPort);
    person = await t.as.verifiedUser();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    for (const server of servers) await server.close();
    await t.close();
  });

  const open = async (address: string): Promise<Page> => {
    const page = await browser.context.newPage();
    await page.goto(address);
    return page;
  };
  const signIn = (page: Page) =>
    page.evaluate(({ email, password }) => login(email, password), { email: person.email, password: person.password });
  const status = (page: Page) => page.evaluate(async () => (await call('/api/profile')).status);
  const refreshCookie = async () =>
    (await browser.context.cookies(url)).find(({ name }) => name === 'collabsphere_refresh');
  const failure = (page: Page, work: () => Promise<void>) => page.evaluate(work).then(() => undefined, String);

  it('signs in, survives a reload, refreshes and logs out, and its scripts see no cookie', async () => {
    const page = await open(home);
    await signIn(page);
    expect(await status(page)).toBe(200);
    const first = await refreshCookie();
    expect(first).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', domain: 'localhost' });
    expect(await page.evaluate(() => document.cookie)).toBe('');

    await page.reload();
    expect(await status(page)).toBe(200);
    expect((await refreshCookie())?.value).not.toBe(first?.value);

    await page.evaluate(() => logout());
    expect(await refreshCookie()).toBeUndefined();
    expect(await failure(page, () => refresh())).toMatch(/Sign in again/);
  });

  it('refreshes in several tabs at once, and the session lives', async () => {
    const tabs = await Promise.all(Array.from({ length: 4 }, () => open(home)));
    await signIn(tabs[0]!);
    await Promise.all(tabs.map((tab) => tab.evaluate(() => refresh())));
    await Promise.all(tabs.map((tab) => tab.reload()));
    expect(await Promise.all(tabs.map(status))).toEqual([200, 200, 200, 200]);
    await tabs[0]!.evaluate(() => refresh());
  });

  it('on another origin can neither sign in, refresh nor log out', async () => {
    const page = await open(home);
    await signIn(page);
    const before = await refreshCookie();
    const other = await open(foreign);
    await expect(signIn(other)).rejects.toThrow(/Failed to fetch/);
    expect(await failure(other, () => refresh())).toMatch(/Failed to fetch/);
    expect(await failure(other, () => logout())).toMatch(/Failed to fetch/);
    // What needs no preflight arrives, with the cookie: another port of localhost is the same site. The answer is blocked.
    await other.evaluate(async (service) => {
      for (const path of ['/api/token/refresh', '/api/logout'])
        await fetch(service + path, { method: 'POST', credentials: 'include', mode: 'no-cors' }).catch(() => undefined);
    }, url);
    expect(await refreshCookie()).toEqual(before);
    await page.evaluate(() => refresh());
  });
});
