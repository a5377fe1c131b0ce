import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freshDatabase } from '../support/database';
import { freePort } from '../../tools/free-port';
import { ServiceProcess } from '../support/service-process';
import { waitFor } from '../support/wait-for';

// Each test starts several processes.
jest.setTimeout(240_000);

describe('a start that can not be', () => {
  let dataDir: string;
  beforeAll(async () => (dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-start-'))));
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const lines = ({ output }: ServiceProcess) => output.trimEnd().split('\n');

  it('names all that production lacks', async () => {
    const service = await ServiceProcess.spawn({ NODE_ENV: 'production', DATA_DIR: dataDir });
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(lines(service).map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'SMTP_URL', 'SECRET_KEY', 'PUBLIC_URL', 'MAIL_FROM']),
    );
    for (const line of lines(service)) expect(line).toMatch(/^[A-Z_]+: \S.+ in production$/);
  });

  it('names every wrong value at once, and shows none', async () => {
    const wrong = {
      PORT: 'harbour-7391',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      SECRET_KEY: 'c2hvcnQtc2VjcmV0',
      BCRYPT_COST: '99',
      ACCESS_TOKEN_TTL: 'ten-minutes',
      RATE_LIMIT_LOGIN: 'often',
      LOG_LEVEL: 'shouting',
      TRUST_PROXY: 'every body',
    };
    const service = await ServiceProcess.spawn({ ...wrong, DATA_DIR: dataDir });
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(
      lines(service)
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual(Object.keys(wrong).sort());
    for (const value of Object.values(wrong)) expect(service.output).not.toContain(value);
    expect(service.output).not.toContain('hunter2');
  });

  it('names what is unsafe in production beside what is wrong', async () => {
    const service = await ServiceProcess.spawn({
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      DATABASE_URL: 'postgres://auth@127.0.0.1/auth',
      SMTP_URL: 'smtp://127.0.0.1',
      SECRET_KEY: Buffer.alloc(32, 'secret').toString('base64'),
      PUBLIC_URL: 'http://auth.example.com',
      MAIL_FROM: 'Auth <auth@example.com>',
      PORT: 'harbour',
    });
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(lines(service).map((line) => line.split(':')[0])).toEqual(['PORT', 'SECRET_KEY', 'PUBLIC_URL']);
  });

  it.each([
    ['nobody', 'DEFAULT_ROLE: there is no role of this name'],
    ['Owner', 'DEFAULT_ROLE: must not make everybody an owner'],
  ])('refuses %s as role of new accounts', async (DEFAULT_ROLE, line) => {
    const database = await freshDatabase();
    const service = await ServiceProcess.spawn({
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      DEFAULT_ROLE,
      LOG_LEVEL: 'error',
    });
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(lines(service)).toEqual([line]);
    await database.drop();
  });

  it('says that the port is taken, and leaves no PostgreSQL behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const service = await ServiceProcess.spawn({ PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error' });
    const exit = await service.exited;
    taken.close();
    expect(exit).toEqual({ code: 1, signal: null });
    expect(lines(service).at(-1)).toBe('PORT: another program listens there already');
    await expect(readFile(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('names a SECRET_KEY that is not the one of the signing keys', async () => {
    const database = await freshDatabase();
    const start = () =>
      ServiceProcess.spawn({
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        SECRET_KEY: randomBytes(32).toString('base64'),
        LOG_LEVEL: 'error',
      });
    const first = await start();
    await first.ready();
    expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    const second = await start();
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(lines(second)).toEqual(['SECRET_KEY: the signing keys in the database were encrypted with another one']);
    await database.drop();
  });

  it('two that start together on an empty folder have one secret', async () => {
    const { url, drop } = await freshDatabase();
    const DATA_DIR = join(dataDir, 'shared');
    const both = await Promise.all([1, 2].map(() => ServiceProcess.spawn({ DATABASE_URL: url, DATA_DIR })));
    await Promise.all(both.map((service) => service.ready()));
    expect(await readdir(DATA_DIR)).toEqual(['secret.key']);
    await Promise.all(both.map((service) => service.kill('SIGTERM')));
    await drop();
  });

  it('ends on a signal while it still waits for its database', async () => {
    const service = await ServiceProcess.spawn({
      DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/nothing`,
      DATA_DIR: dataDir,
    });
    await waitFor(() => /unable to connect/i.test(service.output), 'it waits');
    expect(await service.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  // Its hashing threads load native code meanwhile: a thread that was ended in the middle of that aborted the process.
  it('ends on a signal at any moment of its start', async () => {
    const database = await freshDatabase();
    const env = { DATABASE_URL: database.url, DATA_DIR: dataDir };
    await (await ServiceProcess.start(env)).kill('SIGTERM');
    for (let milliseconds = 0; milliseconds < 1000; milliseconds += 200) {
      const service = await ServiceProcess.spawn({ ...env, LOG_LEVEL: 'debug' });
      await waitFor(() => service.output.includes('Starting Nest'), 'it starts');
      await setTimeout(milliseconds);
      expect(await service.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    }
    await database.drop();
  });
});
