import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inviteByMail } from '../support/invitations';
import { runCli } from '../support/run-cli';
import type { TestUser } from '../support/test-users';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const headers = { 'content-type': 'application/x-www-form-urlencoded' };

describe('pages', () => {
  let t: TestApp;
  let person: TestUser;
  let newEmail: string;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  /** Each page by the path of its link, and how to see that its token was used. */
  const links: Record<string, () => Promise<string>> = {
    'verify-email': async () => {
      person = await t.as.unverifiedUser();
      return path((await t.mailbox.find(person.email, /verify/i)).text);
    },
    'confirm-email': async () => {
      person = await t.as.verifiedUser();
      newEmail = t.as.form().email;
      const body = { new_email: newEmail, password: person.password };
      await t.http.post('/api/email/change', body, { token: person.access });
      return path((await t.mailbox.find(newEmail, /confirm/i)).text);
    },
    'reset-password': async () => {
      person = await t.as.verifiedUser();
      await t.http.post('/api/password/forgot', { email: person.email });
      return path((await t.mailbox.find(person.email, /new password/i)).text);
    },
  };
  const path = (text: string) => text.match(/https?:\/\/\S+/)![0].replace(t.url, '');
  const form = 'new_password=quite+another+secret&new_password2=quite+another+secret';
  const post = (to: string, body = form) => t.http.post(to, body, { headers });
  const login = async (password: string) => (await t.http.post('/api/login', { email: person.email, password })).status;
  const profile = async () => (await t.http.get('/api/profile', { token: person.access })).body;

  it.each(Object.keys(links))('/%s/{token} opens without using anything up; its button does', async (name) => {
    const link = await links[name]!();
    expect(link).toMatch(`/${name}/`);
    for (const address of [link, `${link}/`, link]) {
      const page = await t.http.get(address);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.body).toContain(`<form method="post" action="${link}">`);
    }
    if (name === 'verify-email') expect((await profile()).email_verified).toBe(false);
    const done = await post(link);
    expect([done.status, done.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(done.body).toMatch(/sign good/);

    if (name === 'verify-email') expect((await profile()).email_verified).toBe(true);
    if (name === 'confirm-email') expect((await profile()).email).toBe(newEmail);
    if (name === 'reset-password') expect(await login('quite another secret')).toBe(200);
  });

  it.each(['confirm-email', 'reset-password'])('/%s/{token} says so where it was used already', async (name) => {
    const link = await links[name]!();
    await post(link);
    const again = await post(link);
    expect(again.status).toBe(200);
    expect(again.body).toMatch(/sign bad[^]*was used before/);
  });

  it('/verify-email/{token} works without a body, as a bare button sends', async () => {
    const link = await links['verify-email']!();
    expect((await post(link, '')).body).toMatch(/sign good/);
    expect((await t.http.post(link)).body).toMatch(/sign good/);
  });

  it.each(Object.keys(links))('/%s/{token} says so where the token is none', async (name) => {
    expect((await t.http.get(`/${name}/nonsense`)).status).toBe(200);
    expect((await post(`/${name}/nonsense`)).body).toMatch(/sign bad/);
  });

  it.each(Object.keys(links))('/%s/{token} runs no script, whatever the token', async (name) => {
    const { headers, body } = await t.http.get(`/${name}/${encodeURIComponent('"><script>alert(1)</script>')}`);
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(body).not.toMatch(/<script|\son\w+=/);
  });

  it('have a style sheet', async () => {
    const { status, headers } = await t.http.get('/pages/style.css');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it.each([
    ['that differ', 'new_password=quite+another+secret&new_password2=something+else', /differ/],
    ['that are too short', 'new_password=abc&new_password2=abc', /at least 8/],
    ['that are missing', '', /at least 8/],
  ])('asks again for passwords %s, and keeps the token', async (_, body, fault) => {
    const link = await links['reset-password']!();
    const again = await post(link, body);
    expect(again.status).toBe(200);
    expect(again.body).toMatch(fault);
    expect(again.body).toContain(`action="${link}"`);
    expect((await post(link)).body).toMatch(/sign good/);
  });

  it('asks again for a password that is like the own name', async () => {
    const link = await links['reset-password']!();
    const again = await post(link, `new_password=${person.username}1&new_password2=${person.username}1`);
    expect(again.body).toMatch(/too much like the username/);
    expect((await post(link)).body).toMatch(/sign good/);
  });

  describe('/invitation/{token}', () => {
    const fields = (extras: Record<string, string> = {}) => {
      const { username } = t.as.form();
      const password = 'quite another secret';
      return new URLSearchParams({ username, full_name: 'Ann <Lee>', password, password2: password, ...extras });
    };
    const invited = async () => {
      const { email } = t.as.form();
      return { email, link: `/invitation/${await inviteByMail(t, email, { role: 'moderator' })}` };
    };
    const submit = (link: string, extras?: Record<string, string>) => post(link, fields(extras).toString());

    it('opens without using anything up, and registers with its form', async () => {
      const { email, link } = await invited();
      for (let n = 0; n < 2; n++) {
        const page = await t.http.get(link);
        expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
          200,
          'text/html; charset=utf-8',
          'no-store',
        ]);
        expect(page.body).toContain(`<form method="post" action="${link}">`);
        expect(page.body).toContain(`value="${email}"`);
      }
      expect((await submit(link)).body).toMatch(/sign good[^]*Your account is ready/);
      const { body } = await t.http.post('/api/login', { email, password: 'quite another secret' });
      expect(body.user).toMatchObject({ email, email_verified: true, full_name: 'Ann <Lee>' });
      expect(body.user.role.name).toBe('moderator');
      const { body: sessions } = await t.http.get('/api/sessions', { token: body.tokens.access });
      expect(sessions.items).toHaveLength(1);
      expect((await t.http.get(link)).body).toMatch(/sign bad[^]*Invalid invitation/);
      expect((await submit(link)).body).toMatch(/sign bad/);
    });

    it('asks again for what is wrong, keeps the rest, and keeps the token', async () => {
      const { link } = await invited();
      const again = await submit(link, { username: 'two words', password2: 'something else' });
      expect(again.status).toBe(200);
      expect(again.body).toMatch(/role="alert"[^]*<li>The username may have[^]*<li>The two passwords differ\./);
      expect(again.body.match(/<input[^>]*aria-invalid/g)).toHaveLength(2);
      expect(again.body).toContain('value="two words"');
      expect(again.body).toContain('value="Ann &lt;Lee&gt;"');
      expect(again.body).not.toContain('something else');
      const taken = await submit(link, { username: person.username });
      expect(taken.body).toMatch(/role="alert"[^]*This username, or one that looks like it, is in use\./);
      expect((await post(link, '')).body).toMatch(/Full name: This field must not be empty/);
      expect((await submit(link)).body).toMatch(/sign good/);
    });

    it('refuses breached passwords, as the API does', async () => {
      const password = 'known from a breach';
      const { link } = await invited();
      const list = join(t.dataDir, 'breached.txt');
      await writeFile(list, createHash('sha1').update(password).digest('hex'));
      const env = { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir };
      expect(await runCli(['breached-passwords', 'import', list], { env })).toMatchObject({ code: 0, stderr: '' });
      await waitFor(async () => {
        const { body } = await t.http.post('/api/register', t.as.form({ password }));
        return body.errors?.[0].code === 'password_breached';
      }, 'the API refuses it');
      const refused = await submit(link, { password, password2: password });
      expect(refused.body).toMatch(/role="alert"[^]*<li>The password is known from a data breach/);
      expect((await submit(link)).body).toMatch(/sign good/);
    });

    it('takes the address from the invitation, whatever the form says', async () => {
      const { email, link } = await invited();
      await submit(link, { email: 'other@example.com', invitation_token: 'x', device_token: 'x' });
      expect((await t.http.post('/api/login', { email, password: 'quite another secret' })).status).toBe(200);
    });

    it('says so where the token is none', async () => {
      for (const page of [await t.http.get('/invitation/nonsense'), await submit('/invitation/nonsense')])
        expect([page.status, page.body]).toEqual([200, expect.stringMatching(/sign bad/)]);
    });
  });
});
