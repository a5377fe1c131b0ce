import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import { addressOf, consoleApp, openAs, watchFaults } from '../support/console';
import type { TestApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { totpCode } from '../support/totp';

(hasChromium ? describe : describe.skip)('the account pages', () => {
  let t: TestApp;
  let browser: Browser;
  let person: TestUser;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    t = await consoleApp();
  });
  beforeEach(async () => {
    browser = await openBrowser();
    person = await t.as.verifiedUser({ full_name: 'Pia Person' });
  });
  afterEach(async () => {
    expect(faults).toEqual([]);
    await browser.close();
  });
  afterAll(() => t?.close());

  const open = async (path: string) => {
    page = await openAs(t, browser.context, person, path);
    faults = watchFaults(page);
  };
  const profile = async () => (await t.http.get('/api/profile', { token: person.access })).body;

  it('the profile: a name is saved, a taken username is explained, a picture is cut and stored', async () => {
    const other = await t.as.verifiedUser();
    await open('/account');
    await page.getByLabel('Full name').fill('Pia Renamed');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your profile is saved.').waitFor();
    expect(await profile()).toMatchObject({ full_name: 'Pia Renamed' });
    await page.getByRole('button', { name: 'Account of Pia Renamed' }).waitFor();

    await page.getByLabel('Username').fill(other.username);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').filter({ hasText: 'in use' }).waitFor();

    const image = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#2244cc' } })
      .png()
      .toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: image });
    const dialog = page.getByRole('dialog', { name: 'Choose a part of the picture' });
    await dialog.getByRole('application').press('ArrowRight');
    await dialog.getByRole('button', { name: 'Use this part' }).click();
    await page.getByText('Your picture is saved.').waitFor();
    const { avatar } = await profile();
    const stored = Buffer.from(await (await fetch(avatar.replace('localhost', '127.0.0.1'))).arrayBuffer());
    const { width, height } = await sharp(stored).metadata();
    expect(width).toBe(height);
  });

  it('the password and an authenticator app', async () => {
    await open('/account/security');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Current password').fill('wrong password');
    await page.getByLabel('New password').fill('another horse battery');
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByText('Check the marked fields.').waitFor();
    await page.getByLabel('Current password').fill(person.password);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByText('Your password is changed.').waitFor();

    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const setup = page.getByRole('dialog', { name: 'Set up an authenticator app' });
    expect(
      await setup.getByRole('img', { name: /^QR code/ }).evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBeGreaterThan(0);
    const secret = (await setup.locator('code').textContent())!;
    await setup.getByLabel('Code of the authenticator app').fill(totpCode(secret));
    await setup.getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('dialog', { name: 'Your recovery codes' }).waitFor();
  });

  it('devices in words: another one is signed out', async () => {
    const phone = await t.as.signIn(person, { device_name: 'Pia’s phone', device_type: 'ios' });
    await open('/account/devices');
    const item = page.getByRole('listitem').filter({ hasText: 'Pia’s phone' });
    await item.getByRole('button', { name: 'Sign out' }).click();
    await item.waitFor({ state: 'detached' });
    expect((await t.http.get('/api/profile', { token: phone.access })).status).toBe(401);
  });

  it('notification preferences, in German as well', async () => {
    await open('/account/notifications');
    await page.getByRole('switch', { name: 'Messages: Push' }).click({ force: true });
    await page.getByText('Your preferences are saved.').waitFor();
    const { body } = await t.http.get('/api/notification-preferences', { token: person.access });
    expect(body.kinds.message.push).toBe(false);
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Benachrichtigungen', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  });

  it('the export is a file, and a deleted account is gone', async () => {
    await open('/account/data');
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download my data' }).click();
    const text = (await (await (await started).createReadStream()).toArray()).join('');
    expect(JSON.parse(text).profile.email).toBe(person.email);

    await page.getByRole('button', { name: 'Delete my account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete the account' });
    await dialog.getByLabel('Password', { exact: true }).fill(person.password);
    await dialog.getByRole('button', { name: 'Delete for ever' }).click();
    await page.getByText('The account is deleted.').waitFor();
    const { email, password } = person;
    expect((await t.http.post('/api/login', { email, password })).status).toBe(401);
    await page.goto(addressOf(t, '/account'));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
