import { dumpJobs } from '../support/jobs';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('tokens from mails', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const uses = {
    verify: (token: string) => t.http.post('/api/verify-email', { token }),
    reset: (token: string) => t.http.post('/api/password/reset', { token, new_password: 'quite another secret' }),
    confirm: (token: string) => t.http.post('/api/email/confirm', { token }),
  };
  const issue = {
    verify: async () => (await t.mailbox.find((await t.as.unverifiedUser()).email, /verify/i)).token,
    reset: async () => {
      const { email } = await t.as.verifiedUser();
      await t.http.post('/api/password/forgot', { email });
      return (await t.mailbox.find(email, /new password/i)).token;
    },
    confirm: async () => {
      const { access, password } = await t.as.verifiedUser();
      const { email: new_email } = t.as.form();
      await t.http.post('/api/email/change', { new_email, password }, { token: access });
      return (await t.mailbox.find(new_email, /confirm/i)).token;
    },
  };
  type Purpose = keyof typeof uses;
  const purposes = Object.keys(uses) as Purpose[];

  it.each(purposes)('%s nothing but what they are for', async (purpose) => {
    const token = await issue[purpose]();
    for (const other of purposes.filter((name) => name !== purpose))
      expect(problemSummary(await uses[other](token))).toEqual([400, 'invalid_token']);
    expect((await uses[purpose](token)).status).toBe(200);
  });

  it.each(['reset', 'confirm'] as const)('%s once', async (purpose) => {
    const token = await issue[purpose]();
    expect((await uses[purpose](token)).status).toBe(200);
    expect(problemSummary(await uses[purpose](token))).toEqual([400, 'invalid_token']);
  });

  it.each(purposes)('%s until they expire', async (purpose) => {
    const token = await issue[purpose]();
    await t.db.query("UPDATE one_time_tokens SET expires_at = now() - interval '1 s'");
    expect(problemSummary(await uses[purpose](token))).toEqual([400, 'token_expired']);
  });

  it('are kept as a hash only', async () => {
    const token = await issue.reset();
    const rows = JSON.stringify(await t.db.query('SELECT * FROM one_time_tokens'));
    const jobs = await dumpJobs(t.db);
    for (const form of [token, Buffer.from(token, 'base64url').toString('hex')])
      expect(rows + jobs).not.toContain(form);
  });
});
