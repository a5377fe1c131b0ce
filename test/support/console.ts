import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { freePort } from '../../tools/free-port';
import { type TestApp, testApp } from './test-app';

const root = join(__dirname, '../..');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The service with the console, on `localhost`: passkeys need a domain. */
export async function consoleApp(env: NodeJS.ProcessEnv = {}): Promise<TestApp> {
  const { status, stderr } = spawnSync(process.execPath, ['tools/build-console.mjs'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the console was not built: ${stderr}`);
  const port = String(await freePort());
  return testApp({ PORT: port, PUBLIC_URL: `http://localhost:${port}`, ...env });
}

export const addressOf = (t: TestApp, path: string): string =>
  new URL(path, t.url.replace('127.0.0.1', 'localhost')).href;

/** Faults of the page: errors of its scripts, and what its policy forbids. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  return faults;
}

interface Credentials {
  email: string;
  password: string;
}

export async function enterPassword(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A page of a signed-in person. */
export async function openAs(t: TestApp, context: BrowserContext, person: Credentials, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(addressOf(t, path));
  await enterPassword(page, person);
  await page.getByRole('navigation').first().waitFor({ state: 'attached' });
  return page;
}

export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('[role=status][aria-label]'));
}

/** What axe-core finds, a line each. The policy of the page allows no inline script, so it is run from outside. */
export const violationsOf = (page: Page): Promise<string[]> => runAxe(page, {});

/** Those of its rules that depend on colours. */
export const colourViolationsOf = (page: Page): Promise<string[]> =>
  runAxe(page, { runOnly: ['color-contrast', 'link-in-text-block'] });

async function runAxe(page: Page, options: { runOnly?: string[] }): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Runtime.evaluate', { expression: axe });
    await devtools.detach();
  }
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, any }) => [html.slice(0, 200), ...any.map(({ message }) => message)].join(' ')).join(' | ')}`,
  );
}
