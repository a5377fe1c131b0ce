import type { Mail } from '../support/mailbox';
import { type TestApp, testApp } from '../support/test-app';

const hostile = `<img src=x onerror=alert(1)> & "Co" {{link}}`;
const escaped = '&lt;img src=x onerror=alert(1)&gt; &amp; "Co" {{link}}';

describe('mails', () => {
  let t: TestApp;
  const mails: Record<string, Mail> = {};

  beforeAll(async () => {
    t = await testApp({ MAIL_FROM: 'CollabSphere Test <auth@example.com>' });
    const person = await t.as.verifiedUser({ full_name: hostile });
    const { email: new_email } = t.as.form();
    await t.http.post('/api/password/forgot', { email: person.email });
    await t.http.post('/api/email/change', { new_email, password: person.password }, { token: person.access });
    mails.verify = await t.mailbox.find(person.email, /verify/i);
    mails.reset = await t.mailbox.find(person.email, /new password/i);
    mails.notice = await t.mailbox.find(person.email, /change of your/i);
    mails.confirm = await t.mailbox.find(new_email, /confirm/i);
    await t.http.post('/api/email/confirm', { token: mails.confirm.token });
    mails.changed = await t.mailbox.find(person.email, /e-mail address was changed/i);
  });
  afterAll(() => t.close());

  it.each(['reset', 'notice', 'changed'])('%s: the name is text, in HTML too', (name) => {
    expect(mails[name]!.text).toContain(hostile);
    expect(mails[name]!.html).not.toContain('<img src=x');
    expect(mails[name]!.html).toContain(escaped);
  });

  it.each(['verify', 'confirm'])(
    '%s: the owner of the address is not certain, so no user input is in the text',
    (name) => {
      expect(mails[name]!.text + mails[name]!.html).not.toContain('onerror');
    },
  );

  it.each(['verify', 'reset', 'notice', 'confirm', 'changed'])('%s: is HTML and text, to one, from us', (name) => {
    const { from, to, text, html, messageId, parsed } = mails[name]!;
    expect(from).toBe('"CollabSphere Test" <auth@example.com>');
    expect(to).toHaveLength(1);
    expect(text).toMatch(/^Hello /);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(messageId).toMatch(/^<[\da-f]+@127\.0\.0\.1>$/);
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  });
});
