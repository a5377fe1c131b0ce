import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { settleAudit } from '../support/settle-audit';

describe('passwords at once', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const canSignIn = async (email: string, password: string) =>
    (await t.http.post('/api/login', { email, password })).status === 200;

  it('of 100 uses of one reset token one succeeds, with its password', async () => {
    const person = await t.as.verifiedUser();
    await t.http.post('/api/password/forgot', { email: person.email });
    const { token } = await t.mailbox.find(person.email, /new password/i);
    const passwordOf = (n: number) => `reset number ${n} wins`;
    const answers = await runConcurrently(100, (n) =>
      t.http.post('/api/password/reset', { token, new_password: passwordOf(n) }),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 1, '400 invalid_token': 99 });

    const winner = answers.findIndex(({ status }) => status === 200);
    expect(await canSignIn(person.email, passwordOf(winner))).toBe(true);
    expect(await canSignIn(person.email, passwordOf((winner + 1) % 100))).toBe(false);
    await settleAudit(t.db);
    const [{ count }] = await t.db.query(
      `SELECT count(*)::int FROM audit_log WHERE action = 'password.reset' AND subject_id = $1`,
      [person.id],
    );
    expect(count).toBe(1);
  });

  it('of two changes one wins and the other gets a conflict', async () => {
    for (let round = 0; round < 3; round++) {
      const person = await t.as.verifiedUser();
      const other = await t.as.signIn(person);
      const [first, second] = await runConcurrently(2, (n) =>
        t.http.post(
          '/api/password/change',
          { current_password: person.password, new_password: `changed by ${n} today` },
          { token: [person, other][n]!.access },
        ),
      );
      const winner = first!.status === 200 ? 0 : 1;
      const [won, lost] = winner === 0 ? [first!, second!] : [second!, first!];
      expect(won.status).toBe(200);
      // The loser met the change between its own check and its own change, or came after it (and its session was ended).
      expect(['409 password_changed_meanwhile', '400 validation_failed', '401 invalid_token']).toContain(
        `${lost.status} ${lost.body.code}`,
      );
      expect(await canSignIn(person.email, `changed by ${winner} today`)).toBe(true);
      expect(await canSignIn(person.email, `changed by ${1 - winner} today`)).toBe(false);
      expect(await canSignIn(person.email, person.password)).toBe(false);
      await t.mailbox.find(person.email, /password was changed/i);
      expect(t.mailbox.of(person.email).filter(({ subject }) => /password was changed/i.test(subject))).toHaveLength(1);
    }
  });
});
