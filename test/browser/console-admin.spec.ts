import type { Page } from 'playwright-core';
import { type Browser, hasChromium, openBrowser } from '../support/browser';
import { addressOf, consoleApp, openAs, violationsOf, watchFaults } from '../support/console';
import { PresenceClients } from '../support/presence-client';
import type { TestApp } from '../support/test-app';
import { firstOwner, type TestUser } from '../support/test-users';

(hasChromium ? describe : describe.skip)('administration in the console', () => {
  let t: TestApp;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    t = await consoleApp();
  });
  beforeEach(async () => {
    browser = await openBrowser();
  });
  afterEach(() => browser?.close());
  afterAll(() => t?.close());

  const asOwner = async (path: string) => {
    page = await openAs(t, browser.context, firstOwner, path);
    return watchFaults(page);
  };
  const userPath = ({ id }: TestUser, tab = '') => `/console/users/${id}${tab && `?tab=${tab}`}`;

  it('a ban: the user is out in another browser and the list shows it; undo lifts it', async () => {
    const person = await t.as.verifiedUser({ full_name: 'Bea Banned' });
    const other = await openBrowser();
    try {
      const faults = await asOwner('/console/users');
      const theirs = await openAs(t, other.context, person, '/account');
      await theirs.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Bea Banned' }).click();
      await page
        .getByRole('paragraph')
        .filter({ hasText: /^Online/ })
        .waitFor();
      await page.getByRole('button', { name: 'Ban', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Ban Bea Banned' });
      await dialog.getByLabel('Reason').fill('Spam in every channel');
      await dialog.getByLabel('Permanent').check();
      await dialog.getByRole('button', { name: 'Ban', exact: true }).click();

      await theirs.getByText('Your account is banned').waitFor();
      await page.getByText('This account is banned').waitFor();

      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('It is as before.').waitFor();
      await page.getByText('This account is banned').waitFor({ state: 'detached' });
      const { email, password } = person;
      expect((await t.http.post('/api/login', { email, password })).status).toBe(200);
      expect(faults).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('a ban by another admin shows on the page of the user that is open', async () => {
    const person = await t.as.verifiedUser();
    const sockets = new PresenceClients(t.url);
    await sockets.connect(person);
    const faults = await asOwner(userPath(person));
    await page
      .getByRole('paragraph')
      .filter({ hasText: /^Online/ })
      .waitFor();
    const { access } = await t.as.owner();
    await t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token: access });
    await page.getByText('This account is banned').waitFor();
    sockets.close();
    expect(faults).toEqual([]);
  });

  it('a role is created, edited and given; what changes is shown before', async () => {
    const person = await t.as.verifiedUser({ full_name: 'Rita Role' });
    const faults = await asOwner('/console/roles');
    await page.getByRole('button', { name: 'New role' }).click();
    let dialog = page.getByRole('dialog', { name: 'New role' });
    await dialog.getByLabel('Name', { exact: true }).fill('helper');
    await dialog.getByLabel('Ban users').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The role “helper” is created.').waitFor();

    await page.getByRole('button', { name: 'Edit helper' }).click();
    dialog = page.getByRole('dialog', { name: 'Edit the role “helper”' });
    await dialog.getByLabel('Moderate').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The role “helper” is saved.').waitFor();

    await page.goto(addressOf(t, userPath(person, 'access')));
    await page.getByRole('button', { name: 'Give a role' }).click();
    dialog = page.getByRole('dialog', { name: 'Give Rita Role a role' });
    await dialog.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'helper' }).click();
    await dialog.getByText('Ban users').waitFor();
    await dialog.getByRole('button', { name: 'Give a role' }).click();
    await page.getByText('Rita Role has the role “helper” now.').waitFor();
    await page
      .getByRole('row', { name: /Moderate/ })
      .getByText('helper')
      .waitFor();
    const owner = await t.as.owner();
    const { body } = await t.http.get(`/api/users/${person.id}`, { token: owner.access });
    expect(body.role).toMatchObject({ name: 'helper', can_ban_users: true, can_moderate: true });
    expect(faults).toEqual([]);
  });

  it('a role that another admin saves meanwhile: what each has changed, and either can be taken', async () => {
    const owner = await t.as.owner();
    const token = owner.access;
    const { body: role } = await t.http.post(
      '/api/roles',
      { name: 'contested', description: 'First.', custom_permissions: { max_pins: 1, can_pin: true } },
      { token },
    );
    const path = `/api/roles/${role.id}`;
    const faults = await asOwner('/console/roles');
    const edit = async () => {
      await page.getByRole('button', { name: 'Edit contested' }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit the role “contested”' });
      await dialog.getByLabel('Name', { exact: true }).waitFor();
      return dialog;
    };

    let dialog = await edit();
    await dialog.getByLabel('Moderate').check();
    await dialog.getByLabel('Description').fill('Mine.');
    await t.http.patch(
      path,
      { description: 'Theirs.', can_ban_users: true, custom_permissions: { max_pins: 5, can_pin: true } },
      { token },
    );
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Someone else has saved this role').waitFor();
    const rows = await dialog.getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.split('\t'))).toEqual([
      ['Field', 'Before', 'Their change', 'Your change'],
      ['Ban users', 'No', 'Yes', 'No'],
      ['Description', 'First.', 'Theirs.', 'Mine.'],
      ['max_pins', '1', '5', '1'],
      ['Moderate', 'No', 'No', 'Yes'],
    ]);
    expect(await violationsOf(page)).toEqual([]);

    await dialog.getByRole('button', { name: 'Save mine' }).click();
    await page.getByText('The role “contested” is saved.').waitFor();
    expect((await t.http.get(path, { token })).body).toMatchObject({
      description: 'Mine.',
      can_moderate: true,
      can_ban_users: true,
      custom_permissions: { max_pins: 5, can_pin: true },
    });

    dialog = await edit();
    await dialog.getByLabel('Description').fill('Mine again.');
    await t.http.patch(path, { description: 'Theirs again.' }, { token });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Take theirs' }).click();
    expect(await dialog.getByLabel('Description').inputValue()).toBe('Theirs again.');
    await dialog.getByLabel('Manage users').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await t.http.get(path, { token })).body).toMatchObject({
      description: 'Theirs again.',
      can_manage_users: true,
    });

    // To take an edit back would take the later one back, too.
    await t.http.patch(path, { description: 'The last.' }, { token });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.getByText('Someone has changed it in the meantime').waitFor();
    expect((await t.http.get(path, { token })).body).toMatchObject({
      description: 'The last.',
      can_manage_users: true,
    });
    expect(faults).toEqual([]);
  });

  it('many at once: the preview says who is left out and why, and only the others are banned', async () => {
    const [one, two] = [
      await t.as.verifiedUser({ full_name: 'Bulk One' }),
      await t.as.userWithRoles(['admin'], { full_name: 'Bulk Two' }),
    ];
    const admin = await t.as.userWithRoles(['admin'], { full_name: 'Ada Admin' });
    page = await openAs(t, browser.context, admin, '/console/users?q=Bulk');
    await page.getByRole('checkbox', { name: `Select ${one.username}` }).check();
    await page.getByRole('checkbox', { name: `Select ${two.username}` }).check();
    await page.getByRole('button', { name: 'Choose an action' }).click();
    await page.getByRole('menuitem', { name: 'Ban', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Ban' });
    await dialog.getByText('1 user will be left out.').waitFor();
    await dialog.getByLabel('Reason').fill('Spam');
    await dialog.getByRole('button', { name: 'Ban (1)' }).click();
    await dialog.getByText('1 user was left out.').waitFor();
    const owner = await t.as.owner();
    const banOf = async ({ id }: TestUser) => (await t.http.get(`/api/users/${id}`, { token: owner.access })).body.ban;
    expect(await banOf(one)).toMatchObject({ reason: 'Spam' });
    expect(await banOf(two)).toBeNull();
  });

  it('exports what is filtered', async () => {
    const person = await t.as.verifiedUser({ full_name: 'Eve Export' });
    await asOwner(`/console/users?q=${person.username}`);
    await page.getByRole('link', { name: 'Eve Export' }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const started = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'As CSV' }).click();
    const stream = await (await started).createReadStream();
    const text = (await stream.toArray()).join('');
    expect(text).toContain(person.email);
    expect(text).not.toContain(firstOwner.email);
  });

  it('shows a user without permissions none of it, and never breaks on a refusal', async () => {
    const person = await t.as.verifiedUser();
    page = await openAs(t, browser.context, person, '/console');
    const faults = watchFaults(page);
    await page.getByText('Your roles give you no permission for the console.').waitFor();
    expect(await page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    for (const path of [
      '/console/users',
      '/console/audit',
      '/console/services',
      '/console/settings',
      '/console/keys',
    ]) {
      await page.goto(addressOf(t, path));
      await page.getByText('You may not see this').first().waitFor();
    }
    expect(faults).toEqual([]);
  });
});
