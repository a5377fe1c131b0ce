import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';

describe('audit verify', () => {
  let app: TestApp;
  beforeAll(async () => (app = await testApp()));
  afterAll(() => app.close());

  const verify = () => runCli(['audit', 'verify'], { env: { DATABASE_URL: app.databaseUrl, DATA_DIR: app.dataDir } });

  it('says that the log is whole, and how it ends', async () => {
    await app.as.verifiedUser();
    const { code, stdout, stderr } = await verify();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/whole: \d+ entries\.\nIts head is [\da-f]{64}/);
  });

  it('names the first entry that was tampered with', async () => {
    await app.db.query('ALTER TABLE audit_log DISABLE TRIGGER USER');
    await app.db.query(`UPDATE audit_log SET ip = '10.0.0.1' WHERE seq = 2`);
    const { code, stdout, stderr } = await verify();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('entry 2 was edited');
  });
});
