import { PageRenderer } from './page-renderer';

const hostile = `"><script>alert('1')</script>`;
const template = '{{7*7}} {{constructor}}';
const invitation = { email: 'ann@example.com', inviter: 'Grace Hopper', role: 'moderator', username: '', fullName: '' };
const hostileInvitation = { email: hostile, inviter: hostile, role: hostile, username: hostile, fullName: hostile };

describe('PageRenderer', () => {
  const pages = new PageRenderer();
  const all: [string, string][] = [
    ['verifyEmail', pages.verifyEmail('token')],
    ['confirmEmail', pages.confirmEmail('token')],
    ['resetPassword', pages.resetPassword('token')],
    ['resetPassword with faults', pages.resetPassword('token', ['Too short.', 'Too common.'])],
    ['invitation', pages.invitation('token', invitation)],
    [
      'invitation with faults',
      pages.invitation('token', { ...invitation, role: null }, [{ field: 'username', text: 'Too short.' }]),
    ],
    ['invitation, hostile', pages.invitation(hostile, hostileInvitation, [{ field: hostile, text: hostile }])],
    ['outcome, good', pages.outcome({ title: 'Done', text: 'Your address is verified.', ok: true })],
    ['outcome, bad', pages.outcome({ title: 'Not done', text: 'This link has expired.', ok: false })],
    ['verifyEmail, hostile', pages.verifyEmail(hostile)],
    ['confirmEmail, hostile', pages.confirmEmail(hostile)],
    ['resetPassword, hostile', pages.resetPassword(hostile, [hostile])],
    ['outcome, hostile', pages.outcome({ title: hostile, text: hostile, ok: false })],
  ];

  it.each(all)('%s: a whole page without script or inline style, loading only its stylesheet', (_name, html) => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(html).toContain('CollabSphere</title>');
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|https?:/i);
    expect(html.match(/\s(href|src)="[^"]*"/g)).toEqual([' href="/pages/style.css"']);
    expect(html.match(/<h1>/g)).toHaveLength(1);
  });

  it.each([
    ['/verify-email/', 'Verify my e-mail address', pages.verifyEmail('a/b?c#d')],
    ['/confirm-email/', 'Confirm my new e-mail address', pages.confirmEmail('a/b?c#d')],
    ['/reset-password/', 'Save my new password', pages.resetPassword('a/b?c#d')],
    ['/invitation/', 'Create my account', pages.invitation('a/b?c#d', invitation)],
  ])('%s: one form that posts to the token, one button', (path, button, html) => {
    expect(html.match(/<form [^>]*>/g)).toEqual([`<form method="post" action="${path}a%2Fb%3Fc%23d">`]);
    expect(html.match(/<button>[^<]*<\/button>/g)).toEqual([`<button>${button}</button>`]);
  });

  it('escapes a token twice over: for the address and for the page', () => {
    const action = `action="/verify-email/%22%3E%3Cscript%3Ealert(&#x27;1&#x27;)%3C%2Fscript%3E"`;
    expect(pages.verifyEmail(hostile)).toContain(action);
  });

  it('never takes what it shows for a template', () => {
    expect(pages.outcome({ title: template, text: template, ok: true })).toContain(`<p>${template}</p>`);
    expect(pages.resetPassword('token', [template])).toContain(`<li>${template}</li>`);
  });

  it('asks for the password twice, with a label each and in words a password manager understands', () => {
    const html = pages.resetPassword('token');
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
    const alert = /role="alert">([^]*?)<\/div>/.exec(pages.resetPassword('token', ['Too short.', 'Too common.']))?.[1];
    expect(alert?.match(/<li>.*<\/li>/g)).toEqual(['<li>Too short.</li>', '<li>Too common.</li>']);
  });

  it('marks the fields of an invitation that are wrong, and no others', () => {
    const html = pages.invitation('token', invitation, [{ field: 'username', text: 'Too short.' }]);
    expect(html.match(/<input[^>]*aria-invalid="true"[^>]*>/g)).toEqual([expect.stringContaining('id="username"')]);
    expect(pages.invitation('token', invitation)).not.toContain('aria-invalid');
  });

  it('shows how it went by more than the colour', () => {
    const good = pages.outcome({ title: 'Done', text: '', ok: true });
    const bad = pages.outcome({ title: 'Done', text: '', ok: false });
    expect(/<path[^>]*>/.exec(good)?.[0]).not.toBe(/<path[^>]*>/.exec(bad)?.[0]);
  });

  it('has one stylesheet that loads nothing', () => {
    expect(pages.stylesheet).toContain('prefers-color-scheme: dark');
    expect(pages.stylesheet).not.toMatch(/url\(|@import/);
  });
});
