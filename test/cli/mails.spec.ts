import { setTimeout as sleep } from 'node:timers/promises';
import { exhaustJobs, postponeJobs } from '../support/jobs';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';

describe('mails', () => {
  let app: TestApp;
  beforeAll(async () => (app = await testApp()));
  afterAll(() => app.close());

  const mails = (...args: string[]) =>
    runCli(['mails', ...args], { env: { DATABASE_URL: app.databaseUrl, DATA_DIR: app.dataDir } });

  it('has nothing to show while all mails go out', async () => {
    const { code, stdout, stderr } = await mails();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('0 mails stuck, 0 mails waiting for the first attempt.\n');
  });

  it('shows what is stuck and why, but neither its recipient nor its link, and sends it on demand', async () => {
    app.mailbox.refuseWith = { code: 451, message: 'try again later' };
    const person = await app.as.unverifiedUser();
    await stuck(app);
    // So that only `--retry` can make it go out within the test.
    await postponeJobs(app.db);
    app.mailbox.refuseWith = undefined;

    const shown = await mails();
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(
      /^id +mail +attempts +next try +last error\n\d+ +verify-email +20 of 21 +\d{4}-\S+Z +.*451/,
    );
    expect(shown.stdout).toContain('1 mail stuck, 0 mails waiting');
    expect(shown.stdout).not.toMatch(/example\.com|https?:/);

    const retried = await mails('--retry');
    expect(retried.stdout).toContain('1 mail will be tried again now.');
    expect((await app.mailbox.find(person.email, /verify/i)).token).toBeTruthy();
  });

  it('says which were given up', async () => {
    app.mailbox.refuseWith = { code: 451, message: 'try again later' };
    await app.as.unverifiedUser();
    await stuck(app);
    await exhaustJobs(app.db);
    expect((await mails()).stdout).toMatch(/21 of 21 +given up/);
  });
});

async function stuck(app: TestApp): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
    const rows = await app.db.query('SELECT 1 FROM graphile_worker.jobs WHERE attempts > 0 AND locked_at IS NULL');
    if (rows.length > 0) return;
  }
  throw new Error('no mail got stuck');
}
