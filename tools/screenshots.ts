import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { consolePages, entryPages, schemes, sizes } from './console-pages';
import { freePort } from './free-port';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const START_LIMIT_MS = 120_000;
const owner = { email: 'owner@example.com', password: 'the very first owner' };

interface Service {
  url: string;
  stop(): Promise<void>;
}

/** `npm run screenshots -- [folder] [locale]`: every page of the console with seeded data, in both schemes and sizes. */
async function main([folder = 'var/screenshots', locale = 'en']: string[]): Promise<void> {
  process.chdir(join(__dirname, '../..'));
  const service = await startService();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await mkdir(folder, { recursive: true });
    for (const scheme of schemes)
      for (const size of sizes) await takeAll(browser, service.url, { folder, locale, scheme, size });
    console.log(`The pictures are in ${folder}.`);
  } finally {
    await browser.close();
    await service.stop();
  }
}

interface Look {
  folder: string;
  locale: string;
  scheme: (typeof schemes)[number];
  size: (typeof sizes)[number];
}

async function takeAll(browser: Browser, url: string, { folder, locale, scheme, size }: Look): Promise<void> {
  const options = { viewport: size, colorScheme: scheme, locale, reducedMotion: 'reduce' } as const;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const take = async (name: string, path: string) => {
    await page.goto(url + path);
    await settled(page);
    // As high as its content, so that what is fixed to the window is where it belongs.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
    await page.screenshot({ path: join(folder, `${name}-${scheme}-${size.width}.png`) });
    await page.setViewportSize(size);
  };
  for (const [name, path] of Object.entries(entryPages)) await take(name, path);
  const user = await signIn(page, url);
  for (const [name, path] of Object.entries(consolePages)) await take(name, path.replace('{user}', user));
  await context.close();
}

/** @returns the id of a user who is not the owner */
async function signIn(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/console`);
  await page.locator('input[name=email]').fill(owner.email);
  await page.locator('input[name=password]').fill(owner.password);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor({ state: 'attached' });
  await page.goto(`${url}/console/users`);
  const link = page.locator('.row-link').nth(3);
  await link.waitFor();
  return (await link.getAttribute('href'))!.split('/').pop()!;
}

async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('[role=status][aria-label]'));
  // Live numbers and pictures come a moment later.
  await sleep(400);
}

async function startService(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'collabsphere-screenshots-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: '',
    DATA_DIR: folder,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_SCALE: '1000',
    BOOTSTRAP_ADMIN_EMAIL: owner.email,
    BOOTSTRAP_ADMIN_PASSWORD: owner.password,
  };
  const service = spawn(process.execPath, ['dist/service.cjs'], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await answers(`${url}/health/ready`);
  spawnSync(process.execPath, ['dist/cli.cjs', 'seed'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return { url, stop: () => stop(service, folder) };
}

async function stop(service: ChildProcess, folder: string): Promise<void> {
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'exit');
  await rm(folder, { recursive: true, force: true });
}

async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await sleep(300))
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  throw new Error(`${url} does not answer.`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
