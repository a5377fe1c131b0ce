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

  describe('a link that no longer works', () => {
    const newLink = (link: string) => `${link}/new-link`;
    const expire = () => t.db.query("UPDATE one_time_tokens SET expires_at = now() - interval '1 s'");
    const mailsTo = (email: string) => t.mailbox.of(email).length;

    it.each(['verify-email', 'reset-password'])('/%s/{token}: expired, gets a new one in one press', async (name) => {
      const link = await links[name]!();
      const { length: before } = t.mailbox.of(person.email);
      await expire();
      for (const page of [await t.http.get(link), await post(link)]) {
        expect(page.body).toMatch(/sign bad[^]*This link has expired/);
        expect(page.body).toContain(`<form method="post" action="${newLink(link)}">`);
        expect(page.body).not.toContain('<input');
      }
      // The address is that of the old link, whatever the form says.
      expect((await post(newLink(link), 'email=other%40example.com')).body).toMatch(
        /sign good[^]*Look into your mailbox/,
      );
      await waitFor(async () => mailsTo(person.email) === before + 1, 'the new link');
      const fresh = path(t.mailbox.of(person.email).at(-1)!.text);
      expect(fresh).not.toBe(link);
      expect((await post(fresh)).body).toMatch(/sign good/);
    });

    it.each(['verify-email', 'reset-password'])('/%s/{token}: unknown, asks for the address', async (name) => {
      person = await (name === 'verify-email' ? t.as.unverifiedUser() : t.as.verifiedUser());
      const link = `/${name}/nonsense`;
      await waitFor(async () => mailsTo(person.email) === 1, 'the mail of the registration');
      const before = 1;
      const page = await t.http.get(link);
      expect(page.body).toMatch(/sign bad[^]*<input id="email"/);
      expect((await post(newLink(link), 'email=nobody')).body).toMatch(/role="alert"[^]*not a valid e-mail address/);
      expect((await post(newLink(link), '')).body).toMatch(/role="alert"/);
      const send = (email: string) => post(newLink(link), new URLSearchParams({ email }).toString());
      const known = await send(person.email);
      await waitFor(async () => mailsTo(person.email) === before + 1, 'the new link');
      const unknown = await send('nobody@example.com');
      expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    });

    it('/confirm-email/{token} says how to get another', async () => {
      const link = await links['confirm-email']!();
      await expire();
      expect((await t.http.get(link)).body).toMatch(/sign bad[^]*change your e-mail address again[^]*href="\/account"/);
    });

    it.each(['cross-site', 'same-site'])('mails nothing by a form of another site (%s)', async (site) => {
      person = await t.as.verifiedUser();
      const before = mailsTo(person.email);
      const foreign = { ...headers, origin: 'https://evil.example', 'sec-fetch-site': site };
      const body = `email=${encodeURIComponent(person.email)}`;
      for (const page of ['reset-password', 'verify-email']) {
        const answer = await t.http.post(`/${page}/nonsense/new-link`, body, { headers: foreign });
        expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('sign bad')]);
        expect((await t.http.get(`/${page}/nonsense/new-link`)).status).toBe(404);
      }
      const own = { ...headers, origin: 'null', 'sec-fetch-site': 'same-origin' };
      expect((await t.http.post('/reset-password/nonsense/new-link', body, { headers: own })).body).toMatch(
        /sign good/,
      );
      await waitFor(async () => mailsTo(person.email) === before + 1, 'the one mail');
    });

    it('/not-me/{token} offers a new password', async () => {
      expect((await post('/not-me/nonsense')).body).toMatch(
        /sign bad[^]*action="\/reset-password\/nonsense\/new-link"/,
      );
    });

    it('/verify-email/{token} says that the address is verified, once it is', async () => {
      const link = await links['verify-email']!();
      await post(link);
      expect((await t.http.get(link)).body).toMatch(/sign good[^]*<a class="button" href="\/account">Sign in<\/a>/);
    });
  });

  describe('languages', () => {
    const de = { 'accept-language': 'de-DE,de;q=0.9,en;q=0.5' };

    it('a page speaks the language of the browser', async () => {
      const page = await t.http.get('/unsubscribe/abc', { headers: de });
      expect(page.body).toContain('<html lang="de" dir="ltr">');
      expect(page.body).toContain('<button>Abbestellen</button>');
      expect(page.headers.get('content-language')).toBe('de');
      expect(page.headers.get('vary')).toMatch(/Accept-Language/);
    });

    it('or the one that the user of the link has chosen', async () => {
      const form = t.as.form({ locale: 'de' });
      await t.http.post('/api/register', form);
      const link = path((await t.mailbox.find(form.email, /Bestätigen Sie/)).text);
      const page = await t.http.get(link, { headers: { 'accept-language': 'en' } });
      expect(page.body).toContain('<button>E-Mail-Adresse bestätigen</button>');
      expect(page.headers.get('content-language')).toBe('de');
      expect((await post(link)).body).toMatch(/sign good[^]*Ihre E-Mail-Adresse ist bestätigt[^]*Anmelden/);
    });

    it('names the faults of a form', async () => {
      const link = await links['reset-password']!();
      const again = await t.http.post(link, 'new_password=abc&new_password2=abd', { headers: { ...headers, ...de } });
      expect(again.body).toMatch(/role="alert"[^]*mindestens 8 Zeichen[^]*Die beiden Passwörter sind verschieden\./);
    });
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

  it('take nothing but text from a body in JSON', async () => {
    const hostile: unknown[] = [{ toString: 1, valueOf: 1 }, [[{ toString: 1 }]], 1, true, null, { length: 5 }];
    const link = await links['reset-password']!();
    const invitation = `/invitation/${await inviteByMail(t, t.as.form().email, { role: 'moderator' })}`;
    for (const value of hostile) {
      const body = { email: value, new_password: value, new_password2: value, username: value, password: value };
      for (const to of [link, '/reset-password/nonsense/new-link', '/verify-email/nonsense/new-link', invitation]) {
        const { status, body: page } = await t.http.post(to, body);
        expect([to, status, page]).toEqual([to, 200, expect.not.stringContaining('sign good')]);
      }
    }
  });

  it('are pages where a refusal is about the request too', async () => {
    const limited = await testApp({ RATE_LIMIT_SCALE: '1', RATE_LIMIT_TOKEN: '1/15m' });
    try {
      await limited.http.get('/verify-email/abc');
      const { status, headers, body } = await limited.http.get('/verify-email/abc', {
        headers: { 'accept-language': 'de' },
      });
      expect([status, headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
      expect(body).toMatch(/sign bad[^]*Zu viele Versuche/);
    } finally {
      await limited.close();
    }
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
      expect((await t.http.get(link)).body).toMatch(/sign bad[^]*This link no longer works/);
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

    const next =
      'Ask the person who invited you for a new invitation.</p>\\s*<a class="button" href="/account">Sign in';

    it('says what to do where the token is none', async () => {
      for (const page of [await t.http.get('/invitation/nonsense'), await submit('/invitation/nonsense')])
        expect([page.status, page.body]).toEqual([
          200,
          expect.stringMatching(new RegExp(`sign bad[^]*This link no longer works[^]*${next}`)),
        ]);
    });

    it('says what to do where the invitation has expired', async () => {
      const { email, link } = await invited();
      await t.db.query(`UPDATE invitations SET expires_at = now() WHERE email = $1`, [email]);
      for (const page of [await t.http.get(link), await submit(link)])
        expect(page.body).toMatch(new RegExp(`sign bad[^]*This link has expired[^]*${next}`));
    });
  });
});
