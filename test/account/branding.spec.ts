import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestApp, testApp } from '../support/test-app';

const folder = mkdtempSync(join(tmpdir(), 'collabsphere-brand-'));
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>';

describe('branding', () => {
  let t: TestApp;
  beforeAll(async () => {
    const logo = join(folder, 'logo.svg');
    writeFileSync(logo, svg);
    t = await testApp({
      BRAND_NAME: 'Acme & Sons',
      BRAND_COLOR: '#7A1F5C',
      BRAND_LOGO: logo,
      SUPPORT_EMAIL: 'help@acme.example',
      SUPPORT_URL: 'https://help.acme.example',
    });
  });
  afterAll(async () => {
    await t.close();
    rmSync(folder, { recursive: true });
  });

  it('is public, for sign-in pages', async () => {
    const { status, headers, body } = await t.http.get('/api/branding');
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
    expect(body).toEqual({
      name: 'Acme & Sons',
      color: '#7a1f5c',
      logo: `${t.url}/pages/logo`,
      support: { email: 'help@acme.example', url: 'https://help.acme.example' },
      languages: expect.arrayContaining(['de', 'en']),
      default_language: 'en',
    });
  });

  it('has a logo that the service serves, and that can run nothing', async () => {
    const { status, headers } = await t.http.get('/pages/logo');
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      200,
      'image/svg+xml',
      'nosniff',
    ]);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
  });

  it('is on pages and in mails', async () => {
    const page = await t.http.get('/unsubscribe/abc');
    expect(page.body).toContain('<img class="logo" src="/pages/logo" alt="Acme &amp; Sons">');
    expect(page.body).toContain('<a href="https://help.acme.example">help.acme.example</a>');
    expect(page.headers.get('content-security-policy')).toMatch(/img-src 'self'/);
    expect((await t.http.get('/pages/style.css')).body).toContain('--accent: #7a1f5c;');
    const person = await t.as.unverifiedUser();
    const mail = await t.mailbox.find(person.email, /verify/i);
    expect(mail.text).toContain('Welcome to Acme & Sons.');
    expect(mail.html).toContain('Welcome to Acme &amp; Sons.');
    expect(mail.html).not.toMatch(/<img|CollabSphere/);
  });
});

describe('without settings', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  it('is ours, and has no logo', async () => {
    const { body } = await t.http.get('/api/branding');
    expect(body).toMatchObject({
      name: 'CollabSphere',
      color: '#3b4fd8',
      logo: null,
      support: { email: null, url: null },
    });
    expect((await t.http.get('/pages/logo')).status).toBe(404);
  });

  it('sends no-store with an error of what may be cached', async () => {
    for (const path of [
      '/api/messages/fr/problems',
      '/api/messages/de/none',
      '/pages/logo',
      '/api/avatars/none.webp',
    ]) {
      const { status, headers } = await t.http.get(path);
      expect([path, status, headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    }
  });

  it.each([
    ['x'.repeat(10_000), 'en'],
    [`${'de-'.repeat(3000)}x`, 'en'],
    [`${'fr;q=0.9,'.repeat(1000)}de`, 'en'],
    ['de;q=abc', 'en'],
    ['de;q=2', 'en'],
    ['*', 'en'],
    ['__proto__,constructor', 'en'],
    ['de;q=0.1, *;q=0', 'de'],
  ])('answers in a language of ours, whatever is asked for (case %#)', async (asked, language) => {
    const { status, headers } = await t.http.get('/api/none', { headers: { 'accept-language': asked } });
    expect([status, headers.get('content-language')]).toEqual([404, language]);
    expect(headers.get('vary')).toMatch(/accept-language/i);
  });

  it('gives programs the messages of one part in one language', async () => {
    const { status, headers, body } = await t.http.get('/api/messages/de/problems');
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
    expect(body).toMatchObject({ 'not_found.title': 'Nicht gefunden' });
    expect(Object.keys(body).sort()).toEqual(Object.keys((await t.http.get('/api/messages/en/problems')).body).sort());
    for (const none of ['fr/problems', 'de/none', 'de/__proto__', 'de/constructor', 'constructor/problems', '../de'])
      expect((await t.http.get(`/api/messages/${none}`)).status).toBe(404);
  });
});
