import type { Page } from 'playwright-core';
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
});

const uuid = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;
