import { createClient } from '@collabsphere/client';
import type { Page } from 'playwright-core';
import { renderToString } from 'react-dom/server';
import { type Browser, hasChromium, openBrowser, servePage } from '../support/browser';
import { freePort } from '../../tools/free-port';
import { pageScript } from '../support/page-script';
import { ada, bob, page as content } from '../support/react-page/app';

/** The functions and values of the page. */
declare const result: { faults: string[]; polled: string[] };
declare const unmount: () => void;
declare const known: (id: string) => string | undefined;

describe('@collabsphere/client/react on a server', () => {
  it('renders as if nothing were known, in Node, and starts nothing', () => {
    const fetch = jest.fn();
    const client = createClient({ url: 'https://auth.example.com', session: 'cookie', platform: { fetch } });
    expect(renderToString(content(client))).toContain('<p id="status">loading</p><p id="user">nobody</p>');
    expect(fetch).not.toHaveBeenCalled();
  });
});

(hasChromium ? describe : describe.skip)('@collabsphere/client/react in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => (browser = await openBrowser()));
  afterAll(() => browser?.close());

  it.each(['18', '19'])('hydrates what a server rendered, in strict mode, on React %s', async (version) => {
    const server = createClient({ url: '', session: 'cookie' });
    const html = `<!doctype html><div id="app">${renderToString(content(server))}</div>`;
    const served = await servePage(await freePort(), html + pageScript('react-page/main.mjs', version));
    const page = await browser.context.newPage();
    const lines: string[] = [];
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && lines.push(line.text()));
    page.on('pageerror', (error) => lines.push(error.message));
    await page.goto(served.url);

    await shows(page, '#status', 'signed_in');
    await shows(page, '#user', 'ada');
    await shows(page, '#bans', 'true');
    await page.locator('#yes').waitFor({ state: 'attached' });
    await shows(page, '#presence', `${ada}=online`);
    await page.locator('#other').click();
    await shows(page, '#presence', `${bob}=away`);
    // No component watches the first any more.
    expect(await page.evaluate((id) => known(id), ada)).toBeUndefined();
    await page.evaluate(() => unmount());
    expect(await page.evaluate((id) => known(id), bob)).toBeUndefined();

    const { faults, polled } = await page.evaluate(() => result);
    expect(faults).toEqual([]);
    expect(lines).toEqual([]);
    expect(polled).toEqual([ada, bob]);
    await page.close();
    await served.close();
  });
});

const shows = (page: Page, selector: string, text: string) => page.locator(selector, { hasText: text }).waitFor();
