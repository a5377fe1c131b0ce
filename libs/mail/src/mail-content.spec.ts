import { join } from 'node:path';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import { Brand, languages, type Settings } from '#platform';
import { mailContent } from './mail-content';
import { htmlContext } from './mail-html';
import { mailLayouts } from './mail-layouts';
import type { MailTemplateName, MailTemplates } from './mail-templates';
import { renderText } from './mail-text';

const token = 'Zm9v-YmFy_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo';
const link = `https://auth.example.com/verify-email/${token}`;
const person = { name: 'Ada Lovelace' };
const withLink = { ...person, link, hours: 24 };
const when = '2027-01-02T10:15:00.000Z';

const mails: MailTemplates = {
  'verify-email': withLink,
  'reset-password': { ...withLink, hours: 1 },
  'password-changed': { ...person, when },
  'confirm-email': withLink,
  'email-change-requested': { ...person, new_email: 'ada@new.example.com' },
  'email-changed': { ...person, when },
  'account-deleted': { ...person, when },
  'session-reuse': { ...person, device: 'Firefox on Linux', when },
  'new-device': { ...person, device: 'Firefox on Linux', ip: '203.0.113.7', when, link },
  'mfa-enabled': { ...person, factor: 'webauthn', passkey: 'Security key', when },
  'mfa-disabled': { ...person, factor: 'webauthn', passkey: 'Security key', when, remaining: 'none' },
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
const names = Object.keys(mailLayouts) as MailTemplateName[];
const all = languages.flatMap((language) => names.map((name) => [name, language] as const));

const brandOf = (own: Partial<Settings> = {}) =>
  new Brand({ BRAND_NAME: 'CollabSphere', BRAND_COLOR: '#3b4fd8', ...own } as Settings);
const brand = brandOf();

const content = (name: MailTemplateName, language = 'en', more = {}, of = brand) =>
  mailContent(name, { ...mails[name], ...more } as never, language, of);
const text = (...about: Parameters<typeof content>) => renderText(content(...about));

/** Of the mails as they are above: inlining the styles takes long. */
const rendered = new Map<string, string>();
function html(...about: Parameters<typeof content>): string {
  if (about.length > 2) return render(...about);
  const key = about.join();
  const mail = rendered.get(key) ?? render(...about);
  rendered.set(key, mail);
  return mail;
}

/** As MailerService does it; the adapter answers by changing the mail. */
function render(...about: Parameters<typeof content>): string {
  const mail = { data: { template: 'mail', context: htmlContext(content(...about), about[3] ?? brand), html: '' } };
  let failure: unknown;
  new HandlebarsAdapter().compile(mail, (error?: unknown) => (failure ??= error), {
    template: { dir: join(__dirname, 'templates') },
  });
  expect(failure).toBeUndefined();
  return mail.data.html;
}

/** Words for programs, not for people: times are written in words, and these choose between sentences. */
const shown = (name: MailTemplateName) =>
  Object.entries(mails[name]).filter(
    ([key]) => !['when', 'until', 'factor', 'remaining', 'hours', 'left'].includes(key),
  );

const hostileNames = [
  'https://evil.example/pay',
  'www.evil.example',
  'evil.example/pay',
  'evil。example',
  'a@evil.example',
];

describe.each(all)('%s in %s', (name, language) => {
  it('shows all it is given, in both forms', () => {
    for (const [, value] of shown(name)) {
      expect(html(name, language)).toContain(String(value));
      expect(text(name, language)).toContain(String(value));
    }
    if ('when' in mails[name]) expect(text(name, language).replaceAll('\n', ' ')).toContain('10:15');
  });

  it('says what to do if it was not you', () => {
    const { question } = content(name, language).blocks.find(({ aside }) => aside)!.aside!;
    expect(question).toMatch(/\?$/);
    expect(html(name, language)).toContain(`<b>${question}</b>`);
    expect(text(name, language).replaceAll('\n', ' ')).toContain(question);
  });

  it('loads nothing: no image, script, stylesheet or other address', () => {
    const mail = html(name, language);
    expect(mail).not.toMatch(/<(img|script|link|iframe|object|embed|form)\b|\bsrc=|url\(|@import|@font-face/i);
    const addresses = mail.match(/https?:[^"\s<]*/g) ?? [];
    const { link: button, unsubscribe } = mails[name] as { link?: string; unsubscribe?: string };
    expect(new Set(addresses)).toEqual(new Set([button, unsubscribe].filter(Boolean)));
  });

  it('is in one language, and says which', () => {
    expect(html(name, language)).toMatch(
      new RegExp(`^<!doctype html><html dir="ltr" lang="${language}"|<html lang="${language}" dir="ltr"`, 'i'),
    );
    const typed = { message: 'Hallo', headline: 'Hallo', body: 'Hallo' };
    if (language === 'de') expect(text(name, language, typed)).not.toMatch(/\b(the|your|you)\b/i);
  });

  it('shows markup in what people typed as text', () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const typed = Object.keys(mails[name]).filter((key) =>
      ['name', 'new_email', 'device', 'inviter', 'message', 'headline', 'body', 'passkey', 'role'].includes(key),
    );
    const mail = html(name, language, Object.fromEntries(typed.map((key) => [key, hostile])));
    expect(mail).not.toContain('<img');
    expect(mail).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text(name, language, { name: hostile })).toContain(` ${hostile},`);
  });

  it.each(hostileNames)('makes no link of the name %s', (hostile) => {
    const names = Object.fromEntries(
      Object.keys(mails[name])
        .filter((key) => ['name', 'device', 'inviter', 'passkey', 'role'].includes(key))
        // An invitation greets by the address.
        .filter((key) => key !== 'name' || name !== 'invitation')
        .map((key) => [key, hostile]),
    );
    const { new_email = '', link: button = '', unsubscribe = '' } = mails[name] as unknown as Record<string, string>;
    const own = [new_email, button, unsubscribe].filter(Boolean);
    const withoutOwn = (text: string) => own.reduce((left, one) => left.replaceAll(one, ''), text);
    const { subject } = content(name, language, names);
    const words = html(name, language, names).replace(/<head>.*<\/head>/s, '');
    for (const form of [subject, text(name, language, names), words.replaceAll(/<[^>]*>/g, ' ')])
      expect(withoutOwn(form)).not.toMatch(/:\/\/|www\.\S|[^\s.][.。]\p{L}/u);
    for (const [, href] of words.matchAll(/href="([^"]*)"/g)) expect(own).toContain(href);
  });

  it('takes nothing people typed for a template or a message', () => {
    const template = '{{7*7}}{{link}}{{> layout}} {name, plural, other {#}}';
    expect(text(name, language, { name: template })).toContain(` ${template},`);
    expect(html(name, language, { name: template })).toContain(
      '{{7*7}}{{link}}{{&gt; layout}} {name, plural, other {#}},',
    );
  });

  it('is plain text in lines that no client has to wrap', () => {
    const lines = text(name, language).split('\n');
    expect(lines.filter((line) => line.length > 78 && !line.startsWith('https:'))).toEqual([]);
    expect(text(name, language)).not.toMatch(/<\/?[a-z]+>|&[a-z#0-9]+;/);
  });

  it('has its styles on the elements; what is for dark screens stays in the head', () => {
    const mail = html(name, language);
    expect(mail).toMatch(/<h1 style="[^"]*font-size: ?22px/);
    expect(mail).toContain('max-width: 560px');
    expect(mail.match(/<style[^>]*>/g)).toEqual(['<style data-css-inline="keep">']);
    expect(mail).toContain('prefers-color-scheme: dark');
  });
});

it.each(names.filter((name) => 'link' in mails[name]))(
  '%s: the link is a button and readable beside it, and stands alone in the text',
  (name) => {
    expect(html(name).split(`href="${link}"`)).toHaveLength(3);
    expect(html(name)).toContain(`>${link}</a>`);
    expect(text(name).split('\n')).toContain(link);
  },
);

it('leaves out what an invitation does not have', () => {
  const bare = { role: null, message: null };
  expect(content('invitation', 'en', bare).blocks.some(({ quote }) => quote !== undefined)).toBe(false);
  expect(text('invitation', 'en', bare)).toContain('Grace Hopper invites you to CollabSphere. Choose');
  expect(text('invitation', 'en', { role: 'none' })).toContain('to CollabSphere, as none.');
});

it('chooses words by the factor', () => {
  const fact = (name: MailTemplateName, more: object) =>
    content(name, 'en', more).blocks.find(({ facts }) => facts)!.facts;
  expect(fact('mfa-enabled', { factor: 'totp', passkey: '' })).toEqual(['An authenticator app']);
  expect(fact('mfa-disabled', {})).toEqual(['The passkey “Security key”']);
  expect(text('mfa-disabled', 'en', { remaining: 'some' })).toContain('still has another second factor');
});

it('shows the brand of the operator, and where there is help', () => {
  const acme = brandOf({
    BRAND_NAME: 'Acme & Sons',
    BRAND_COLOR: '#7a1f5c',
    SUPPORT_URL: 'https://help.acme.example/',
  });
  const mail = html('verify-email', 'en', {}, acme);
  expect(mail).toContain('Welcome to Acme &amp; Sons.');
  expect(mail).toMatch(/<a [^>]*href="https:\/\/help\.acme\.example\/"[^>]*>Questions\? help\.acme\.example<\/a>/);
  expect(mail).toMatch(/background-color: ?#7a1f5c/);
  expect(mail).not.toMatch(/CollabSphere|#3b4fd8/);
  expect(text('verify-email', 'en', {}, acme)).toContain('Questions? help.acme.example');
});
