import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { settleAudit } from '../support/settle-audit';

describe('registrations at once', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  it('of eight identical ones: one account, seven 409', async () => {
    const form = t.as.form({ device_token: 'one-phone' });
    const answers = await runConcurrently(8, () => t.http.post('/api/register', form));
    expect(countOutcomes(answers)).toEqual({ '201': 1, '409 email_taken': 7 });

    const { id } = answers.find(({ status }) => status === 201)!.body.user;
    await settleAudit(t.db);
    const [rows] = await t.db.query(
      `SELECT (SELECT count(*)::int FROM users WHERE username = $1 OR email = $2) AS users,
              (SELECT count(*)::int FROM user_roles WHERE user_id = $3) AS roles,
              (SELECT count(*)::int FROM sessions WHERE user_id = $3) AS sessions,
              (SELECT count(*)::int FROM sessions) AS all_sessions,
              (SELECT count(*)::int FROM one_time_tokens) AS tokens,
              (SELECT count(*)::int FROM audit_log WHERE action = 'account.register') AS audited`,
      [form.username, form.email, id],
    );
    expect(rows).toEqual({ users: 1, roles: 1, sessions: 1, all_sessions: 1, tokens: 1, audited: 1 });

    // A marker: mails go out in order, so whatever the eight sent is here when the next one's mail is.
    await t.as.verifiedUser();
    await t.mailbox.find(form.email, /verify/i);
    expect(t.mailbox.of(form.email)).toHaveLength(1);
  });

  it('of eight that share the username, or the address in another case: one account', async () => {
    const form = t.as.form();
    const answers = await runConcurrently(8, (n) =>
      t.http.post('/api/register', {
        ...form,
        ...(n % 2 ? { email: `${n}${form.email}` } : { email: form.email.toUpperCase() }),
      }),
    );
    const counts = countOutcomes(answers);
    expect(counts['201']).toBe(1);
    expect((counts['409 email_taken'] ?? 0) + (counts['409 username_taken'] ?? 0)).toBe(7);
    const [{ count }] = await t.db.query('SELECT count(*)::int FROM users WHERE username_key = $1', [form.username]);
    expect(count).toBe(1);
  });

  it('of twenty whose usernames look alike: one account', async () => {
    // Twenty different keys, one skeleton.
    const names = Array.from({ length: 20 }, (_, n) => `z${n.toString(2).padStart(5, '0').replaceAll('1', 'o')}`);
    const answers = await runConcurrently(20, (n) =>
      t.http.post('/api/register', t.as.form({ username: names[n], device_token: `phone ${n}` })),
    );
    expect(countOutcomes(answers)).toEqual({ '201': 1, '409 username_taken': 19 });
    const [{ count }] = await t.db.query("SELECT count(*)::int FROM users WHERE username LIKE 'z%'");
    expect(count).toBe(1);
  });

  it('and edits of twenty profiles to names that look alike: one has it', async () => {
    const people = [];
    for (let n = 0; n < 20; n++) people.push(await t.as.unverifiedUser());
    await t.db.query("UPDATE users SET email_verified = true WHERE username LIKE 'person%'");
    const signedIn = await Promise.all(people.map((person) => t.as.signIn(person)));
    const names = people.map((_, n) => `q${n.toString(2).padStart(5, '0').replaceAll('1', 'o')}`);
    const answers = await runConcurrently(20, (n) =>
      t.http.patch('/api/profile', { username: names[n] }, { token: signedIn[n]!.access }),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 username_taken': 19 });
  });

  it('verifies once, however often the link is opened at the same moment', async () => {
    const person = await t.as.unverifiedUser();
    const { token } = await t.mailbox.find(person.email, /verify/i);
    const answers = await runConcurrently(20, () => t.http.post('/api/verify-email', { token }));
    expect(countOutcomes(answers)).toEqual({ '200': 20 });
    expect(answers.filter(({ body }) => /is verified/.test(body.message))).toHaveLength(1);

    await settleAudit(t.db);
    const [rows] = await t.db.query(
      `SELECT (SELECT count(*)::int FROM audit_log WHERE action = 'email.verify' AND subject_id = $1::uuid) AS audited,
              (SELECT count(*)::int FROM authorization_events WHERE payload->>'user_id' = $2) AS events`,
      [person.id, person.id],
    );
    expect(rows).toEqual({ audited: 1, events: 1 });
  });
});
