import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#platform';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import { runCli } from '../support/run-cli';

describe('the command line and its database', () => {
  let DATA_DIR: string;
  beforeAll(async () => (DATA_DIR = await mkdtemp(join(tmpdir(), 'collabsphere-cli-'))));
  afterAll(() => rm(DATA_DIR, { recursive: true, force: true }));

  const isServed = () => existsSync(join(DATA_DIR, 'postgres', 'postmaster.pid'));

  it('starts the embedded one where no service runs, says what it migrated, and stops it', async () => {
    const { code, stdout, stderr } = await runCli(['migrate'], { env: { DATA_DIR } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Users\d+\n[^]*\d+ migrations ran\.\n$/);
    expect(isServed()).toBe(false);
  });

  it('shares the embedded one with a running service, and leaves it running', async () => {
    const service = await EmbeddedPostgres.open(DATA_DIR);
    try {
      const { code, stdout } = await runCli(['migrate'], { env: { DATA_DIR } });
      expect({ code, stdout }).toEqual({ code: 0, stdout: 'The database is up to date.\n' });
      const client = new Client({ connectionString: service.url });
      await client.connect();
      await client.end();
    } finally {
      await service.close();
    }
    expect(isServed()).toBe(false);
  });

  it('uses DATABASE_URL where that is set', async () => {
    const { url, drop } = await freshDatabase();
    const env = { DATABASE_URL: url, DATA_DIR: join(DATA_DIR, 'unused') };
    const { code, stdout } = await runCli(['migrate'], { env });
    await drop();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'The database is up to date.\n' });
    expect(existsSync(join(env.DATA_DIR, 'postgres'))).toBe(false);
  });

  it('says at once, in words, that a database can not be reached', async () => {
    const started = Date.now();
    const { code, stderr } = await runCli(['mails'], {
      env: { DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none', DATA_DIR },
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "The database can't be reached: connect ECONNREFUSED 127.0.0.1:1\n",
    });
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('names every fault of the settings', async () => {
    const { code, stderr } = await runCli(['mails'], { env: { PORT: 'x', DATABASE_URL: 'y', DATA_DIR } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^PORT: .*\nDATABASE_URL: .*\n$/);
  });

  it('lists existing commands, and refuses unknown ones', async () => {
    const help = await runCli(['--help']);
    expect(help.code).toBe(0);
    for (const command of ['create-owner', 'mails', 'migrate', 'rotate-keys']) expect(help.stdout).toContain(command);
    const unknown = await runCli(['nonsense']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain("unknown command 'nonsense'");
  });
});
