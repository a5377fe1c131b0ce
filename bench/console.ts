import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { quickly } from './support/options';
import { type Person, people } from './support/people';
import { populate } from './support/populate';
import { chromiumPath } from './support/requirements';
import type { Verdict } from './support/report';
import { median, percentile } from './support/rounds';
import type { Stage } from './support/stage';

const MANY = 200_000;
const FEW = 500;
const LOADS = quickly(5, 1);
const BANS = quickly(10, 1);
/** Pixels that a picture scrolls: four screens, as a fling does. */
const STEP = 2400;
/** The limit of a script, less what it takes to fill the database. */
const SCROLL_LIMIT_MS = 8 * 60_000;
const owner = { email: 'owner@example.com', password: 'the very first owner' };

/** Of the page, which measures itself. */
declare const usableAt: number;

interface Scroll {
  /** Milliseconds from a picture to the next. */
  pauses: number[];
  rows: number;
}

/**
 * The console in Chromium. The list of users: the first load of a browser that knows nothing of it, then all rows from top to end.
 * A ban: until the page of the banned user and that of an admin show it.
 */
export async function consoleList(stage: Stage): Promise<Verdict[]> {
  const users = quickly(MANY, FEW);
  const url = await stage.service({ BOOTSTRAP_ADMIN_EMAIL: owner.email, BOOTSTRAP_ADMIN_PASSWORD: owner.password });
  const banned = await people(BANS, url, stage.databaseUrl);
  await populate(stage.databaseUrl, { users: [1, users], roles: 20 });
  const browser = await launch();
  stage.atTheEnd(() => browser.close());

  const loads: number[] = [];
  for (let round = 0; round < LOADS; round++) loads.push(await timeToUsable(browser, url));
  const { pauses, rows } = await scroll(await open(await signedIn(browser, url), url), users);
  const bans: number[] = [];
  for (const person of banned) bans.push(await timeToBanned(browser, url, person));
  const longest = Math.max(...pauses);
  console.log(`\nconsole: ${users} users, ${LOADS} first loads`);
  console.log(`usable after ${loads.map((load) => Math.round(load)).join(', ')} ms`);
  console.log(
    `${rows} rows scrolled in ${pauses.length} pictures; p99 between two ${percentile(pauses, 99).toFixed(1)} ms`,
  );
  console.log(`a ban shown after ${bans.map((time) => Math.round(time)).join(', ')} ms`);
  return [
    { name: 'console, ms', ratio: median(loads), of: 'from navigation to the first row', target: { atMost: 1500 } },
    { name: 'console, ms', ratio: longest, of: 'longest pause while scrolling', target: { atMost: 100 } },
    { name: 'console, ms', ratio: Math.max(...bans), of: `a ban, the longest of ${BANS}`, target: { atMost: 1000 } },
    { name: 'console, rows', ratio: rows / users, of: `of ${users} users`, target: { atLeast: 1 }, mustHold: true },
  ];
}

function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Nothing is in its cache but the session. */
async function signedIn(
  browser: Browser,
  url: string,
  { email, password }: { email: string; password: string } = owner,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  const response = await context.request.post(`${url}/api/login`, {
    data: { email, password, session: 'cookie' },
    headers: { origin: url },
  });
  if (!response.ok()) throw new Error(`the sign-in answered ${response.status()}`);
  return context;
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.row-link')) return;
      observer.disconnect();
      // When it is painted.
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { usableAt: performance.now() })));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${url}/console/users`);
  await page.waitForFunction(() => typeof usableAt !== 'undefined');
  return page;
}

async function timeToUsable(browser: Browser, url: string): Promise<number> {
  const context = await signedIn(browser, url);
  const page = await open(context, url);
  const time = await page.evaluate(() => usableAt);
  await context.close();
  return time;
}

/** From the press of an admin's button until the pages of both say it. */
async function timeToBanned(browser: Browser, url: string, person: Person): Promise<number> {
  const [theirs, admins] = await Promise.all([signedIn(browser, url, person), signedIn(browser, url)]);
  const [account, user] = await Promise.all([theirs.newPage(), admins.newPage()]);
  await account.goto(`${url}/account`);
  await user.goto(`${url}/console/users/${person.id}`);
  await user
    .getByRole('paragraph')
    .filter({ hasText: /^Online/ })
    .waitFor();
  await user.getByRole('button', { name: 'Ban', exact: true }).click();
  const dialog = user.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('spam');
  await dialog.getByLabel('Permanent').check();
  const start = performance.now();
  await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
  await Promise.all([
    account.getByText('Your account is banned').waitFor(),
    user.getByText('This account is banned').waitFor(),
  ]);
  const time = performance.now() - start;
  await Promise.all([theirs.close(), admins.close()]);
  return time;
}

/** To the end of the list, as fast as its pages come. */
async function scroll(page: Page, users: number): Promise<Scroll> {
  return page.evaluate(
    async ({ step, users, limit }) => {
      const table = document.querySelector<HTMLElement>('.table')!;
      const pauses: number[] = [];
      const end = performance.now() + limit;
      // The height of the body is that of all rows that were read.
      const rows = () => Math.round(document.querySelector<HTMLElement>('.table-body')!.offsetHeight / 60);
      const isAtEnd = () => table.scrollTop + table.clientHeight >= table.scrollHeight - 1;
      let last = await new Promise<number>(requestAnimationFrame);
      while (performance.now() < end && !(rows() >= users && isAtEnd())) {
        table.scrollTop += step;
        const now = await new Promise<number>(requestAnimationFrame);
        pauses.push(now - last);
        last = now;
      }
      return { pauses, rows: rows() };
    },
    { step: STEP, users, limit: SCROLL_LIMIT_MS },
  );
}
