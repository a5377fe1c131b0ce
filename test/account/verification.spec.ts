import type { TestUser } from '../support/test-users';
import { aSentence, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('verification', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const verify = (token: string) => t.http.post('/api/verify-email', { token });
  const resend = (body?: object, token?: string) => t.http.post('/api/resend-verification', body, { token });
  const linkOf = async ({ email }: TestUser, nth = 1) => (await t.mailbox.find(email, /verify/i, nth)).token;
  const isVerified = async ({ access }: TestUser) =>
    (await t.http.get('/api/profile', { token: access })).body.email_verified;
  const expire = (person: TestUser) =>
    t.db.query("UPDATE one_time_tokens SET expires_at = now() - interval '1 s' WHERE user_id = $1", [person.id]);

  it('opens the account, also to the access token that is out', async () => {
    const person = await t.as.unverifiedUser();
    const devices = () => t.http.get('/api/devices', { token: person.access });
    expect(problemSummary(await devices())).toEqual([403, 'email_not_verified']);

    const { status, body } = await verify(await linkOf(person));
    expect([status, body]).toEqual([200, { message: aSentence }]);
    expect((await devices()).status).toBe(200);
    expect(await isVerified(person)).toBe(true);
  });

  it('asked again says that it is done already', async () => {
    const person = await t.as.unverifiedUser();
    const first = await verify(await linkOf(person));
    const again = await verify(await linkOf(person));
    expect(again.status).toBe(200);
    expect(again.body.message).toMatch(/already/);
    expect(first.body.message).not.toMatch(/already/);
    await expire(person);
    expect((await verify(await linkOf(person))).status).toBe(200);
  });

  it('works by the link of old clients too', async () => {
    const person = await t.as.unverifiedUser();
    const open = async () => t.http.get(`/api/verify-email/${await linkOf(person)}`);
    expect((await open()).body).toEqual({ message: aSentence });
    expect(await isVerified(person)).toBe(true);
    expect((await open()).status).toBe(200);
    expect(problemSummary(await t.http.get('/api/verify-email/nonsense'))).toEqual([400, 'invalid_token']);
  });

  it('takes a token for 24 h', async () => {
    const person = await t.as.unverifiedUser();
    const [{ hours }] = await t.db.query(
      'SELECT extract(epoch FROM expires_at - created_at) / 3600 AS hours FROM one_time_tokens WHERE user_id = $1',
      [person.id],
    );
    expect(Number(hours)).toBe(24);
    await expire(person);
    expect(problemSummary(await verify(await linkOf(person)))).toEqual([400, 'token_expired']);
    expect(await isVerified(person)).toBe(false);
  });

  it.each(['nonsense', 'A'.repeat(43), '../../x', '💥'])('does not know the token %j', async (token) => {
    expect(problemSummary(await verify(token))).toEqual([400, 'invalid_token']);
  });

  it.each([
    ['none', undefined, 'required'],
    ['null', null, 'required'],
    ['an empty one', '', 'too_short'],
    ['a number', 5, 'invalid_type'],
    ['one far too long', 'x'.repeat(513), 'too_long'],
  ])('refuses %s for a token', async (_, token, code) => {
    expect(problemSummary(await t.http.post('/api/verify-email', { token }))).toEqual([
      400,
      'validation_failed',
      `token ${code}`,
    ]);
  });

  it.each([
    ['signed in', (person: TestUser) => resend({}, person.access)],
    ['signed in, without a body', (person: TestUser) => resend(undefined, person.access)],
    ['signed out', (person: TestUser) => resend({ email: person.email.toUpperCase() })],
  ])('is mailed again, %s; the link before stays good', async (_, ask) => {
    const person = await t.as.unverifiedUser();
    const first = await linkOf(person);
    expect((await ask(person)).status).toBe(202);
    const second = await linkOf(person, 2);
    expect((await verify(first)).body.message).not.toMatch(/already/);
    expect((await verify(second)).body.message).toMatch(/already/);
    const [{ count }] = await t.db.query(
      "SELECT count(*)::int FROM audit_log WHERE action = 'email.verify' AND subject_id = $1",
      [person.id],
    );
    expect(count).toBe(1);
  });

  it('has five links that are good, the newest', async () => {
    const person = await t.as.unverifiedUser();
    const links = [await linkOf(person)];
    for (let nth = 2; nth <= 6; nth++) {
      await resend({}, person.access);
      links.push(await linkOf(person, nth));
    }
    expect(problemSummary(await verify(links[0]!))).toEqual([400, 'invalid_token']);
    expect((await verify(links[1]!)).status).toBe(200);
  });

  it('does not ask for another link after a change of the password', async () => {
    const person = await t.as.unverifiedUser();
    const token = await linkOf(person);
    await t.http.post('/api/password/forgot', { email: person.email });
    const reset = await t.mailbox.find(person.email, /new password/i);
    const answer = await t.http.post('/api/password/reset', {
      token: reset.token,
      new_password: 'quite another secret',
    });
    expect(answer.status).toBe(200);
    expect((await verify(token)).status).toBe(200);
  });

  it('asked for again answers always alike, and mails only where there is something to verify', async () => {
    const [unverified, verified] = [await t.as.unverifiedUser(), await t.as.verifiedUser()];
    const unknown = t.as.form();
    await linkOf(unverified);
    const bySomebody = await resend({}, verified.access);
    const byAddress = [];
    for (const { email } of [unknown, verified, unverified]) byAddress.push(await resend({ email }));
    for (const { status, body } of byAddress) expect([status, body]).toEqual([202, bySomebody.body]);

    await linkOf(unverified, 2);
    expect(t.mailbox.of(unknown.email)).toHaveLength(0);
    expect(t.mailbox.of(verified.email)).toHaveLength(1);
  });

  // A client that gets an error about a missing address instead would not refresh its token.
  it('asked for again with a token that holds no more says so', async () => {
    const { access, email } = await t.as.unverifiedUser();
    await t.http.post('/api/logout', {}, { token: access });
    const answer = await resend({}, access);
    expect(problemSummary(answer)).toEqual([401, 'invalid_token']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="collabsphere", error="invalid_token"');
    expect((await resend({ email }, access)).status).toBe(202);
  });

  it('requested again without a token requires an address', async () => {
    expect(problemSummary(await resend({}))).toEqual([400, 'validation_failed', 'email required']);
    expect(problemSummary(await resend({ email: 5 }))).toEqual([400, 'validation_failed', 'email invalid_type']);
  });
});
