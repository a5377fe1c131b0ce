import { invite } from '../support/invitations';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('where the front end is elsewhere', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({ FRONTEND_URL: 'https://app.example.com' });
  });
  afterAll(() => t.close());

  it('links in mails lead there', async () => {
    const person = await t.as.verifiedUser();
    const { email: new_email } = t.as.form();
    await t.http.post('/api/password/forgot', { email: person.email });
    await t.http.post('/api/email/change', { new_email, password: person.password }, { token: person.access });
    const { email: invited } = t.as.form();
    await invite(t, invited);
    const mails = [
      ['verify-email', await t.mailbox.find(person.email, /verify/i)],
      ['reset-password', await t.mailbox.find(person.email, /new password/i)],
      ['confirm-email', await t.mailbox.find(new_email, /confirm/i)],
      ['invitation', await t.mailbox.find(invited, /invited/i)],
    ] as const;
    for (const [path, { text, html, token }] of mails)
      for (const body of [text, html]) {
        expect(body).toContain(`https://app.example.com/${path}/${token}`);
        expect(body).not.toContain(t.url);
      }
  });

  it.each(['verify-email', 'reset-password', 'confirm-email', 'invitation'])(
    'there is no page /%s/{token}',
    async (name) => {
      expect(problemSummary(await t.http.get(`/${name}/abc`))).toEqual([404, 'not_found']);
      for (const body of ['', 'new_password=quite+another+secret&new_password2=quite+another+secret']) {
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        expect(problemSummary(await t.http.post(`/${name}/abc`, body, { headers }))).toEqual([404, 'not_found']);
      }
    },
  );
});
