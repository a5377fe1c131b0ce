import type { TestUser } from '../support/test-users';
import { aSentence, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('e-mail change', () => {
  let t: TestApp;
  let person: TestUser;
  let newEmail: string;
  beforeAll(async () => {
    t = await testApp();
  });
  beforeEach(async () => {
    person = await t.as.verifiedUser();
    newEmail = t.as.form().email;
  });
  afterAll(() => t.close());

  const ask = (new_email = newEmail, password = person.password) =>
    t.http.post('/api/email/change', { new_email, password }, { token: person.access });
  const confirm = (token: string) => t.http.post('/api/email/confirm', { token });
  const mailed = async () => {
    await ask();
    return (await t.mailbox.find(newEmail, /confirm/i)).token;
  };
  const profile = async () => (await t.http.get('/api/profile', { token: person.access })).body;
  const login = async (email: string) => (await t.http.post('/api/login', { email, password: person.password })).status;

  it('mails a link to the new address and a notice to the old, and changes nothing yet', async () => {
    const { status, body } = await ask();
    expect([status, body]).toEqual([202, { message: aSentence }]);
    const link = await t.mailbox.find(newEmail, /confirm/i);
    expect(link.text).toContain(`${t.url}/confirm-email/${link.token}`);
    const notice = await t.mailbox.find(person.email, /change of your e-mail/i);
    expect(notice.text).toContain(newEmail);
    expect(notice.text + notice.html).not.toContain(link.token);
    expect((await profile()).email).toBe(person.email);
  });

  it('is done with the link, once; sessions stay', async () => {
    const token = await mailed();
    expect((await confirm(token)).status).toBe(200);
    expect(await profile()).toMatchObject({ email: newEmail, email_verified: true });
    expect([await login(person.email), await login(newEmail)]).toEqual([401, 200]);
    expect((await t.http.post('/api/token/refresh', { refresh: person.refresh })).status).toBe(200);
    await t.mailbox.find(person.email, /was changed/i);
    expect(problemSummary(await confirm(token))).toEqual([400, 'invalid_token']);
  });

  describe('asked for by a session that was ended since is void', () => {
    const byOwner = async (path: string) => {
      const other = await t.as.signIn(person);
      await t.http.delete(path, { token: other.access });
    };
    const byAdmin = async (work: (token: string) => Promise<unknown>) => work((await t.as.owner()).access);
    const session = () => JSON.parse(Buffer.from(person.access.split('.')[1]!, 'base64url').toString()).sid as string;

    it.each<[string, () => Promise<unknown>]>([
      ['by its owner', () => byOwner(`/api/sessions/${session()}`)],
      ['with all others by its owner', () => byOwner('/api/sessions')],
      ['by an admin', () => byAdmin((token) => t.http.delete(`/api/users/${person.id}/sessions`, { token }))],
      [
        'by a ban, even one that is lifted',
        () =>
          byAdmin(async (token) => {
            await t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token });
            await t.http.delete(`/api/users/${person.id}/ban`, { token });
          }),
      ],
      [
        'by a deactivation, even one that is taken back',
        () =>
          byAdmin(async (token) => {
            for (const is_active of [false, true])
              await t.http.patch(`/api/users/${person.id}`, { is_active }, { token });
          }),
      ],
    ])('%s', async (_, end) => {
      const token = await mailed();
      await end();
      expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(401);
      expect(problemSummary(await confirm(token))).toEqual([400, 'invalid_token']);
      expect(await login(person.email)).toBe(200);
    });
  });

  it('is done with the link after the session that asked has signed out', async () => {
    const token = await mailed();
    await t.http.post('/api/logout', {}, { token: person.access });
    expect((await confirm(token)).status).toBe(200);
  });

  it('frees the old address', async () => {
    await confirm(await mailed());
    await t.as.unverifiedUser({ email: person.email });
  });

  it('needs the password', async () => {
    expect(problemSummary(await ask(newEmail, 'not this one'))).toEqual([
      400,
      'validation_failed',
      'password wrong_password',
    ]);
    expect((await t.http.post('/api/email/change', { new_email: newEmail, password: person.password })).status).toBe(
      401,
    );
  });

  it('names all faults at once', async () => {
    const body = { new_email: 'a@example.com\r\nBcc: b@example.com', email: 'x' };
    expect(problemSummary(await t.http.post('/api/email/change', body, { token: person.access }))).toEqual([
      400,
      'validation_failed',
      'email unknown_field',
      'new_email invalid_characters',
      'new_email invalid_email',
      'password required',
    ]);
  });

  it('takes no address that is taken', async () => {
    const other = await t.as.unverifiedUser();
    expect(problemSummary(await ask(other.email.toUpperCase()))).toEqual([409, 'email_taken']);
  });

  it('takes none that was taken meanwhile', async () => {
    const token = await mailed();
    await t.as.unverifiedUser({ email: newEmail.toUpperCase() });
    expect(problemSummary(await confirm(token))).toEqual([409, 'email_taken']);
    expect((await profile()).email).toBe(person.email);
  });

  it('takes another spelling of the own', async () => {
    const spelling = person.email.replace('person', 'PERSON');
    await ask(spelling);
    await confirm((await t.mailbox.find(spelling, /confirm/i)).token);
    expect((await profile()).email).toBe(spelling);
  });

  it('makes links void that were mailed before', async () => {
    await t.http.post('/api/password/forgot', { email: person.email });
    const { token } = await t.mailbox.find(person.email, /new password/i);
    await confirm(await mailed());
    expect(
      problemSummary(await t.http.post('/api/password/reset', { token, new_password: 'quite another secret' })),
    ).toEqual([400, 'invalid_token']);
  });

  it('has one link at a time, for 24 h', async () => {
    const first = await mailed();
    newEmail = t.as.form().email;
    const second = await mailed();
    expect(problemSummary(await confirm(first))).toEqual([400, 'invalid_token']);
    const [{ hours }] = await t.db.query(
      `SELECT extract(epoch FROM expires_at - created_at) / 3600 AS hours FROM one_time_tokens
       WHERE user_id = $1 AND purpose = 'change_email'`,
      [person.id],
    );
    expect(Number(hours)).toBe(24);
    await t.db.query("UPDATE one_time_tokens SET expires_at = now() - interval '1 s' WHERE user_id = $1", [person.id]);
    expect(problemSummary(await confirm(second))).toEqual([400, 'token_expired']);
  });
});
