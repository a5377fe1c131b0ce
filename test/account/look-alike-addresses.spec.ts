import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

/** Accounts must not be taken over by an address that is written almost as the victim's. */
describe('addresses that look alike', () => {
  let t: TestApp;
  beforeAll(async () => void (t = await testApp()));
  afterAll(() => t.close());

  const forgot = (email: string) => t.http.post('/api/password/forgot', { email });
  const resend = (email: string) => t.http.post('/api/resend-verification', { email });
  /** A link is mailed by a job that a job adds in its transaction. */
  const allMailsSent = () =>
    waitFor(async () => {
      const [{ count }] = await t.db.query(
        `SELECT count(*)::int FROM graphile_worker.jobs
         WHERE run_at <= now() + interval '5 s' AND attempts < max_attempts`,
      );
      return count === 0;
    }, 'all mails are sent');
  /** To whom mails go. */
  async function mailsOf(work: () => Promise<void>): Promise<string[]> {
    await allMailsSent();
    const before = t.mailbox.mails.length;
    await work();
    await allMailsSent();
    return t.mailbox.mails.slice(before).flatMap(({ to }) => to);
  }
  const login = ({ email, password }: { email: string; password: string }) =>
    t.http.post('/api/login', { email, password });

  describe.each([
    ['the Kelvin sign', 'kate@example.com', '\u212aate@example.com'],
    ['the long s', 'susan@example.com', 'ſuſan@example.com'],
    ['the sharp s', 'gross@example.com', 'groß@example.com'],
    ['the capital sharp s', 'fuss@example.com', 'FUẞ@example.com'],
    ['full-width letters', 'wide@example.com', 'ｗｉｄｅ@example.com'],
    ['a ligature', 'fiona@example.com', 'ﬁona@example.com'],
    ['a full-width domain', 'dora@example.com', 'dora@ｅｘａｍｐｌｅ.com'],
    ['a Kelvin sign in the domain', 'karl@kelvin.example', 'karl@\u212aelvin.example'],
    ['a ligature in the domain', 'fred@office.example', 'fred@oﬃce.example'],
    ['a long s in the domain', 'sven@simple.example', 'sven@ſimple.example'],
  ])('of one mailbox (%s)', (_, email, written) => {
    let victim: TestUser;
    beforeAll(async () => void (victim = await t.as.verifiedUser({ email })));

    it('get no second account, and no mail', async () => {
      const member = await t.as.verifiedUser();
      const sent = await mailsOf(async () => {
        expect(problemSummary(await t.http.post('/api/register', t.as.form({ email: written })))).toEqual([
          409,
          'email_taken',
        ]);
        const change = { new_email: written, password: member.password };
        expect(problemSummary(await t.http.post('/api/email/change', change, { token: member.access }))).toEqual([
          409,
          'email_taken',
        ]);
      });
      expect(sent).toEqual([]);
    });

    it('get the link to the address as it was verified', async () => {
      const sent = await mailsOf(async () => {
        expect((await forgot(written)).status).toBe(202);
        expect((await resend(written)).status).toBe(202);
      });
      expect(sent).toEqual([email]);
      const { token } = await t.mailbox.find(email, /new password/i);
      const new_password = 'chosen by the owner';
      expect((await t.http.post('/api/password/reset', { token, new_password })).status).toBe(200);
      const { status, body } = await login({ email: written, password: new_password });
      expect([status, body.user.id]).toEqual([200, victim.id]);
    });
  });

  describe.each([
    ['the dotless ı', 'mike@example.com', 'mıke@example.com'],
    ['the dotted İ', 'milo@example.com', 'MİLO@example.com'],
    ['a Cyrillic а', 'paul@example.com', 'p\u0430ul@example.com'],
    ['a Cyrillic domain', 'pat@apple.example', 'pat@\u0430\u0440\u0440\u04cf\u0435.example'],
    ['a dotless ı in the domain', 'pia@mail.example', 'pia@maıl.example'],
    ['a sharp s in the domain', 'max@strasse.example', 'max@straße.example'],
  ])('of two mailboxes (%s)', (_, email, written) => {
    let victim: TestUser;
    beforeAll(async () => void (victim = await t.as.verifiedUser({ email })));

    it('get no link to the account of the other', async () => {
      expect(
        await mailsOf(async () => {
          expect((await forgot(written)).status).toBe(202);
          expect((await resend(written)).status).toBe(202);
        }),
      ).toEqual([]);
    });

    it('are two accounts, each with its own password', async () => {
      const attacker = t.as.form({ email: written, password: 'of the attacker' });
      expect((await t.http.post('/api/register', attacker)).status).toBe(201);
      await t.db.query('UPDATE users SET email_verified = true WHERE email = $1', [written]);
      const sent = await mailsOf(async () => void (await forgot(written)));
      expect([sent.length, sent.includes(email)]).toEqual([1, false]);
      const { token } = t.mailbox.mails.findLast(({ to }) => to.includes(sent[0]!))!;
      expect((await t.http.post('/api/password/reset', { token, new_password: 'another secret' })).status).toBe(200);
      expect((await login(victim)).body.user.id).toBe(victim.id);
      expect((await login({ email, password: 'another secret' })).status).toBe(401);
    });
  });
});
