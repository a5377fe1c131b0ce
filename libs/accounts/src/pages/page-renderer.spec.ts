import { Brand, languages, type Settings } from '#platform';
import { PageRenderer } from './page-renderer';

const hostile = `"><script>alert('1')</script>`;
const template = '{{7*7}} {{constructor}}';
const invitation = { email: 'ann@example.com', inviter: 'Grace Hopper', role: 'moderator', username: '', fullName: '' };
const hostileInvitation = { email: hostile, inviter: hostile, role: hostile, username: hostile, fullName: hostile };

const settings = (own: Partial<Settings> = {}) =>
  ({
    BRAND_NAME: 'CollabSphere',
    BRAND_COLOR: '#3b4fd8',
    PUBLIC_URL: 'https://auth.example.com',
    FRONTEND_URL: 'https://auth.example.com',
    CONSOLE_ENABLED: true,
    ...own,
  }) as Settings;
const renderer = (own?: Partial<Settings>) => new PageRenderer(new Brand(settings(own)), settings(own));
const pages = renderer();

const newLink = (asksAddress: boolean, faults?: string[]) => ({
  newLink: { action: '/verify-email/token/new-link', asksAddress, faults },
});

const everyPage = (language: string): [string, string][] => [
  ['verify-email', pages.action(language, 'verify-email', 'token')],
  ['confirm-email', pages.action(language, 'confirm-email', 'token')],
  ['not-me', pages.action(language, 'not-me', 'token')],
  ['unsubscribe', pages.action(language, 'unsubscribe', 'token')],
  ['reset-password', pages.resetPassword(language, 'token')],
  ['reset-password with faults', pages.resetPassword(language, 'token', ['Too short.', 'Too common.'])],
  ['invitation', pages.invitation(language, 'token', invitation)],
  [
    'invitation with faults',
    pages.invitation(language, 'token', { ...invitation, role: null }, [{ field: 'username', text: 'Too short.' }]),
  ],
  ['invitation, hostile', pages.invitation(language, hostile, hostileInvitation, [{ field: hostile, text: hostile }])],
  ['outcome, good', pages.outcome(language, { title: 'Done', text: 'Thank you.', ok: true, next: { signIn: true } })],
  ['outcome, bad', pages.outcome(language, { title: 'Not done', text: 'Expired.', ok: false, next: newLink(false) })],
  [
    'outcome, unknown',
    pages.outcome(language, { title: 'Not done', text: '', ok: false, next: newLink(true, ['No.']) }),
  ],
  ['verify-email, hostile', pages.action(language, 'verify-email', hostile)],
  ['reset-password, hostile', pages.resetPassword(language, hostile, [hostile])],
  ['outcome, hostile', pages.outcome(language, { title: hostile, text: hostile, ok: false })],
];

describe.each(languages)('in %s', (language) => {
  it.each(everyPage(language))(
    '%s: a whole page without script or inline style, loading only its stylesheet',
    (_name, html) => {
      expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}" dir="ltr">`));
      expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
      expect(html).toContain('CollabSphere</title>');
      expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|https?:/i);
      expect(html.match(/<(link|img|script|iframe)\b[^>]*>/g)).toEqual([
        '<link rel="stylesheet" href="/pages/style.css">',
      ]);
      expect(html.match(/<h1>/g)).toHaveLength(1);
    },
  );
});

describe('PageRenderer', () => {
  it.each([
    ['/verify-email/', 'Verify my e-mail address', pages.action('en', 'verify-email', 'a/b?c#d')],
    ['/confirm-email/', 'Confirm my new e-mail address', pages.action('en', 'confirm-email', 'a/b?c#d')],
    ['/reset-password/', 'Save my new password', pages.resetPassword('en', 'a/b?c#d')],
    ['/invitation/', 'Create my account', pages.invitation('en', 'a/b?c#d', invitation)],
    ['/verify-email/', 'E-Mail-Adresse bestätigen', pages.action('de', 'verify-email', 'a/b?c#d')],
  ])('%s: one form that posts to the token, one button', (path, button, html) => {
    expect(html.match(/<form [^>]*>/g)).toEqual([`<form method="post" action="${path}a%2Fb%3Fc%23d">`]);
    expect(html.match(/<button>[^<]*<\/button>/g)).toEqual([`<button>${button}</button>`]);
  });

  it('escapes a token twice over: for the address and for the page', () => {
    const action = `action="/verify-email/%22%3E%3Cscript%3Ealert(&#x27;1&#x27;)%3C%2Fscript%3E"`;
    expect(pages.action('en', 'verify-email', hostile)).toContain(action);
  });

  it('never takes what it shows for a template, nor for a message', () => {
    expect(pages.outcome('en', { title: template, text: template, ok: true })).toContain(`<p>${template}</p>`);
    expect(pages.resetPassword('en', 'token', [template])).toContain(`<li>${template}</li>`);
    const inviter = '{role} {nothing, plural, other {#}}';
    expect(pages.invitation('en', 'token', { ...invitation, inviter })).toContain(`${inviter} invites you`);
  });

  it('asks for the password twice, with a label each and in words a password manager understands', () => {
    const html = pages.resetPassword('en', 'token');
    for (const name of ['new_password', 'new_password2']) {
      expect(html).toContain(`<label for="${name}">`);
      expect(html).toMatch(
        new RegExp(
          `<input id="${name}" name="${name}" type="password" autocomplete="new-password" required minlength="8" maxlength="128"`,
        ),
      );
    }
    expect(html).not.toContain('role="alert"');
  });

  it('reads every fault out', () => {
    const html = pages.resetPassword('en', 'token', ['Too short.', 'Too common.']);
    const alert = /role="alert">([^]*?)<\/div>/.exec(html)?.[1];
    expect(alert?.match(/<li>.*<\/li>/g)).toEqual(['<li>Too short.</li>', '<li>Too common.</li>']);
  });

  it('marks the fields of an invitation that are wrong, and no others', () => {
    const html = pages.invitation('en', 'token', invitation, [{ field: 'username', text: 'Too short.' }]);
    expect(html.match(/<input[^>]*aria-invalid="true"[^>]*>/g)).toEqual([expect.stringContaining('id="username"')]);
    expect(pages.invitation('en', 'token', invitation)).not.toContain('aria-invalid');
  });

  it('names the role of an invitation where there is one', () => {
    expect(pages.invitation('en', 'token', invitation)).toContain('to CollabSphere, as moderator.');
    expect(pages.invitation('en', 'token', { ...invitation, role: null })).toContain('to CollabSphere.');
  });

  it('shows how it went by more than the colour', () => {
    const good = pages.outcome('en', { title: 'Done', text: '', ok: true });
    const bad = pages.outcome('en', { title: 'Done', text: '', ok: false });
    expect(/<path[^>]*>/.exec(good)?.[0]).not.toBe(/<path[^>]*>/.exec(bad)?.[0]);
  });

  it('asks for the address of a new link only where the old link does not say it', () => {
    const ask = (asksAddress: boolean) =>
      pages.outcome('en', { title: '', text: '', ok: false, next: newLink(asksAddress) });
    expect(ask(true)).toMatch(/<form method="post" action="\/verify-email\/token\/new-link">[^]*<input id="email"/);
    expect(ask(false)).toMatch(/<form method="post" action="\/verify-email\/token\/new-link">/);
    expect(ask(false)).not.toContain('<input');
  });

  it('leads to the application to sign in', () => {
    const outcome = { title: '', text: '', ok: true, next: { signIn: true } as const };
    expect(pages.outcome('en', outcome)).toContain('<a class="button" href="/account">Sign in</a>');
    const elsewhere = renderer({ FRONTEND_URL: 'https://app.example.com' });
    expect(elsewhere.outcome('de', outcome)).toContain('<a class="button" href="https://app.example.com">Anmelden</a>');
    expect(renderer({ CONSOLE_ENABLED: false }).outcome('en', outcome)).not.toContain('<a ');
  });

  it('shows the brand of the operator', () => {
    const ours = renderer({ BRAND_NAME: 'Acme & Sons', BRAND_COLOR: '#7a1f5c', SUPPORT_EMAIL: 'help@acme.example' });
    const html = ours.action('en', 'verify-email', 'token');
    expect(html).toContain('<span>Acme &amp; Sons</span>');
    expect(html).toContain('<footer>Help: <a href="mailto:help@acme.example">help@acme.example</a></footer>');
    expect(ours.stylesheet).toContain('--accent: #7a1f5c;');
    expect(html).not.toContain('CollabSphere');
  });

  it('has one stylesheet that loads nothing, and is the same from right to left', () => {
    expect(pages.stylesheet).toContain('prefers-color-scheme: dark');
    expect(pages.stylesheet).not.toMatch(/url\(|@import/);
    expect(pages.stylesheet).not.toMatch(
      /(margin|padding|border|inset)-(left|right)|(?<!-)\b(left|right):|text-align: (left|right)/,
    );
  });
});
