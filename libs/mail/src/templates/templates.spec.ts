import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import Handlebars from 'handlebars';

const token = 'Zm9v-YmFy_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo';
const link = `https://auth.example.com/verify-email/${token}`;
const person = { name: 'Ada Lovelace' };
const withLink = { ...person, link, hours: 24 };
const when = '2 January 2027, 10:15 UTC';

const mails: Record<string, Record<string, unknown>> = {
  'verify-email': withLink,
  'reset-password': { ...withLink, hours: 1 },
  'password-changed': { ...person, when },
  'confirm-email': withLink,
  'email-change-requested': { ...person, new_email: 'ada@new.example.com' },
  'email-changed': person,
  'account-deleted': { ...person, when },
  'session-reuse': { ...person, device: 'Firefox on Linux', when },
  'new-device': { ...person, device: 'Firefox on Linux', ip: '203.0.113.7', when, link },
  'mfa-enabled': { ...person, factor: 'An authenticator app', when },
  'mfa-disabled': {
    ...person,
    factor: 'The authenticator app',
    when,
    consequence: 'The password alone is enough now.',
  },
  'mfa-reset-by-admin': { ...person, when },
  'recovery-code-used': { ...person, when, left: 7 },
  'recovery-codes-low': { ...person, when, left: 3 },
  'recovery-codes-renewed': { ...person, when },
  'passkey-cloned': { ...person, passkey: 'Security key', when },
  invitation: {
    ...person,
    inviter: 'Grace Hopper',
    role: 'moderator',
    message: 'Welcome to the team!',
    link,
    until: when,
  },
  'address-in-use': { ...person, when },
  notification: {
    ...person,
    headline: 'Grace mentioned you',
    body: 'Could you look at the draft before noon?',
    unsubscribe: `https://auth.example.com/unsubscribe/${token}`,
  },
};
const names = Object.keys(mails);
const namesWithLink = names.filter((name) => mails[name]!.link);

const file = (path: string) => readFileSync(join(__dirname, path), 'utf8');

const handlebars = Handlebars.create();
for (const partial of ['layout', 'button']) handlebars.registerPartial(partial, file(`partials/${partial}.hbs`));
// Strict, so that a variable the mail does not get fails the test.
const html = (name: string, more = {}) =>
  handlebars.compile(file(`${name}.hbs`), { strict: true })({ ...mails[name], ...more });
const text = (name: string, more = {}) =>
  handlebars.compile(file(`${name}.text.hbs`), { strict: true, noEscape: true })({ ...mails[name], ...more });

it('covers every template', () => {
  const files = readdirSync(__dirname).filter((entry) => entry.endsWith('.hbs'));
  expect(files.sort()).toEqual(names.flatMap((name) => [`${name}.hbs`, `${name}.text.hbs`]).sort());
});

describe.each(names)('%s', (name) => {
  it('shows all it is given, in both forms', () => {
    for (const value of Object.values(mails[name]!)) {
      expect(html(name)).toContain(String(value));
      expect(text(name)).toContain(String(value));
    }
  });

  it('says what to do if it was not you', () => {
    for (const form of [html(name), text(name)]) expect(form).toMatch(/(It was not you|You did not [a-z ]+)\?/);
  });

  it('loads nothing: no image, script, stylesheet or other address', () => {
    expect(html(name)).not.toMatch(/<(img|script|link|iframe|object|embed|form)\b|\bsrc=|url\(|@import|@font-face/i);
    const addresses = html(name).match(/https?:[^"\s<]*/g) ?? [];
    const { link: button, unsubscribe } = mails[name]!;
    expect(new Set(addresses)).toEqual(new Set([button, unsubscribe].filter(Boolean)));
  });

  it('shows markup in what people typed as text', () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const mail = html(name, {
      name: hostile,
      new_email: hostile,
      device: hostile,
      when: hostile,
      inviter: hostile,
      message: hostile,
      headline: hostile,
      body: hostile,
    });
    expect(mail).not.toContain('<img');
    expect(mail).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;');
    expect(text(name, { name: hostile })).toContain(`Hello ${hostile},`);
  });

  it('takes nothing people typed for a template', () => {
    const template = '{{7*7}}{{link}}{{> layout}}';
    expect(html(name, { name: template })).toContain('Hello {{7*7}}{{link}}{{&gt; layout}},');
    expect(text(name, { name: template })).toContain(`Hello ${template},`);
  });

  it('is plain text in lines that no client has to wrap', () => {
    const lines = text(name).split('\n');
    expect(lines.filter((line) => line.length > 78 && !line.startsWith('https:'))).toEqual([]);
    expect(text(name)).not.toMatch(/<\/?[a-z]+>|&[a-z#0-9]+;/);
  });
});

it.each(namesWithLink)('%s: the link is a button and readable beside it, and stands alone in the text', (name) => {
  expect(html(name).split(`href="${link}"`)).toHaveLength(3);
  expect(html(name)).toContain(`>${link}</a>`);
  expect(text(name).split('\n')).toContain(link);
});

describe('through the HandlebarsAdapter', () => {
  /** As MailerService does it; the adapter answers by changing the mail. */
  function viaAdapter(name: string): string {
    const adapter = new HandlebarsAdapter();
    const mail = { data: { template: name, context: mails[name], html: '' } };
    let failure: unknown;
    adapter.compile(mail, (error?: unknown) => (failure ??= error), {
      template: { dir: __dirname, options: { strict: true } },
      options: { partials: { dir: join(__dirname, 'partials'), options: { strict: true } } },
    });
    expect(failure).toBeUndefined();
    return mail.data.html;
  }

  it.each(names)('%s: styles are on the elements, what is for dark screens stays in the head', (name) => {
    const mail = viaAdapter(name);
    expect(mail).toMatch(/<h1 style="[^"]*font-size: ?22px/);
    expect(mail).toContain('max-width: 560px');
    expect(mail.match(/<style[^>]*>/g)).toEqual(['<style data-css-inline="keep">']);
    expect(mail).toContain('prefers-color-scheme: dark');
    expect(mail).toContain('Hello Ada Lovelace,');
  });
});
