import { claimsOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { anId, problemSummary, tokens } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('refresh', () => {
  let t: TestApp;
  let member: TestUser;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp();
    member = await t.as.verifiedUser();
  });
  beforeEach(async () => {
    person = await t.as.signIn(member);
  });
  afterAll(() => t.close());

  const refresh = (token: unknown) => t.http.post('/api/token/refresh', { refresh: token });
  const successor = async (token: string): Promise<string> => (await refresh(token)).body.refresh;
  const profile = (access: string) => t.http.get('/api/profile', { token: access });
  const change = (sql: string) =>
    t.db.query(`UPDATE sessions SET ${sql} WHERE id = $1`, [claimsOf(person.access).sid as string]);
  const invalid = [401, 'invalid_refresh_token'];
  const reused = [401, 'refresh_token_reused'];

  it('answers new tokens of the same session', async () => {
    const { status, headers, body } = await refresh(person.refresh);
    expect([status, body]).toEqual([200, tokens]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.refresh).not.toBe(person.refresh);
    expect(claimsOf(body.access).sid).toBe(claimsOf(person.access).sid);
    expect(claimsOf(body.access).jti).not.toBe(claimsOf(person.access).jti);
    expect((await profile(body.access)).status).toBe(200);
    expect((await refresh(body.refresh)).status).toBe(200);
  });

  it('says in the new token what holds by now', async () => {
    const newcomer = await t.as.unverifiedUser();
    const before = claimsOf(newcomer.access);
    const { token } = await t.mailbox.find(newcomer.email, /verify/i);
    await t.http.post('/api/verify-email', { token });
    const owner = await t.as.owner();
    await t.http.post('/api/assign-role', { user_id: newcomer.id, role: 'moderator' }, { token: owner.access });
    const after = claimsOf((await refresh(newcomer.refresh)).body.access);
    expect(before).toMatchObject({ email_verified: false, roles: [anId] });
    expect(after).toMatchObject({ email_verified: true, roles: [anId, anId] });
  });

  it('answers the same successor to the same token within 10 s', async () => {
    const next = await successor(person.refresh);
    await change("rotated_at = now() - interval '8 s'");
    expect(await successor(person.refresh)).toBe(next);
    expect((await refresh(next)).status).toBe(200);
  });

  it.each([
    [
      'a token again after 10 s, when the answer was used,',
      async ({ access }: { access: string }) => {
        await profile(access);
        await change("rotated_at = now() - interval '11 s'");
      },
    ],
    ['a token whose successor was used', async (answer: { refresh: string }) => void (await refresh(answer.refresh))],
  ])('takes %s for reuse: the session ends at once, and its owner is notified', async (_, showing) => {
    const mailsBefore = t.mailbox.of(person.email).filter(({ subject }) => /signed/.test(subject)).length;
    const { body } = await refresh(person.refresh);
    const next: string = body.refresh;
    await showing(body);
    expect((await profile(person.access)).status).toBe(200);

    const answer = await refresh(person.refresh);
    expect(problemSummary(answer)).toEqual(reused);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(problemSummary(await profile(person.access))).toEqual([401, 'invalid_token']);
    expect(problemSummary(await refresh(next))).toEqual(invalid);
    expect(problemSummary(await refresh(person.refresh))).toEqual(invalid);
    await t.mailbox.find(person.email, /signed one of your devices out/i, mailsBefore + 1);
  });

  it('leaves the other sessions of who reused alone', async () => {
    const other = await t.as.signIn(member);
    await refresh(await successor(person.refresh));
    expect(problemSummary(await refresh(person.refresh))).toEqual(reused);
    expect((await refresh(other.refresh)).status).toBe(200);
  });

  it.each([
    ['that was not used in time', "refresh_expires_at = now() - interval '1 s'"],
    ['that was revoked', 'revoked_at = now()'],
  ])('refuses the token of a session %s', async (_, sql) => {
    await change(sql);
    expect(problemSummary(await refresh(person.refresh))).toEqual(invalid);
  });

  it('never carries a session beyond its last day', async () => {
    await change("expires_at = now() + interval '1 h'");
    await refresh(person.refresh);
    const [session] = await t.db.query('SELECT refresh_expires_at = expires_at AS capped FROM sessions WHERE id = $1', [
      claimsOf(person.access).sid,
    ]);
    expect(session.capped).toBe(true);
  });

  it('refuses the token after a logout', async () => {
    await t.http.post('/api/logout', {}, { token: person.access });
    expect(problemSummary(await refresh(person.refresh))).toEqual(invalid);
  });

  it.each([
    ['an access token', () => person.access],
    ['one cut off', () => person.refresh.slice(0, -1)],
    ['one with more at its end', () => `${person.refresh}A`],
    ['one with padding', () => `${person.refresh}==`],
    ['one with another first letter', () => flip(person.refresh, 0)],
    ['one with another counter', () => flip(person.refresh, 27)],
    ['one with another signature', () => flip(person.refresh, 50)],
    ['one with another last letter', () => flip(person.refresh, person.refresh.length - 1)],
    ['nonsense', () => 'nonsense'],
    ['a lot of nonsense', () => 'x'.repeat(512)],
  ])('refuses %s', async (_, token) => {
    expect(problemSummary(await refresh(token()))).toEqual(invalid);
  });

  it.each([
    [undefined, 'required'],
    [null, 'required'],
    ['', 'too_short'],
    [{}, 'invalid_type'],
  ])('asks for a token instead of %j', async (token, code) => {
    expect(problemSummary(await refresh(token))).toEqual([400, 'validation_failed', `refresh ${code}`]);
  });

  it('keeps nothing in the database that a token could be made of', async () => {
    const rows = JSON.stringify(await t.db.query('SELECT * FROM sessions'));
    expect(rows).not.toContain(person.refresh);
    expect(rows).not.toContain(Buffer.from(person.refresh, 'base64url').toString('hex').slice(-64));
  });
});

/** The same token but for one bit of one letter. */
function flip(token: string, at: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, at) + letters[letters.indexOf(token[at]!) ^ 1] + token.slice(at + 1);
}
