import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import { ServiceProcess } from '../support/service-process';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

const form = { email: 'last@example.com', username: 'last', password: 'correct horse battery', full_name: 'Last One' };
/** Exit code 0 says "within 10 s" too: after that the service gives up with 1. */
const cleanly = { code: 0, signal: null };

describe('SIGTERM', () => {
  let dataDir: string;
  let silentSmtp: Server;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-stop-'));
    silentSmtp = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(silentSmtp, 'listening');
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    silentSmtp.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (env: NodeJS.ProcessEnv) => ServiceProcess.start({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env });
  const refused = (service: ServiceProcess) =>
    waitFor(
      () =>
        service.http.get('/health/live').then(
          () => false,
          (error) => error.cause?.code === 'ECONNREFUSED',
        ),
      'new connections are refused',
    );

  it('lets requests finish, takes no new ones, and waits for no half request', async () => {
    const database = await freshDatabase();
    const behind = new Client({ connectionString: database.url }).on('error', () => undefined);
    await behind.connect();
    const service = await start({ DATABASE_URL: database.url });
    await service.http.post('/api/register', form);
    await behind.query('UPDATE users SET email_verified = true');
    await behind.end();

    const half = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => undefined);
    half.unref();
    half.write('POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{');
    await sleep(50);
    // A quarter of a second each, at least: they are under way when the signal comes.
    const { email, password } = form;
    const logins = [1, 2, 3].map(() => service.http.post('/api/login', { email, password }));
    await sleep(150);
    const exited = service.kill('SIGTERM');
    await refused(service);
    expect((await Promise.all(logins)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await exited).toEqual(cleanly);
    expect(service.output).not.toMatch(/unhandled/);
    await database.drop();
  });

  it('with a SHUTDOWN_DELAY serves on as "not ready" first, and asks clients to open no more connections', async () => {
    const database = await freshDatabase();
    const service = await start({ DATABASE_URL: database.url, SHUTDOWN_DELAY: '3' });
    const before = await service.http.get('/.well-known/jwks.json');
    expect(before.headers.get('connection')).not.toBe('close');
    const exited = service.kill('SIGTERM');
    await waitFor(async () => (await service.http.get('/health/ready')).status === 503, 'it is not ready');
    const after = await service.http.get('/.well-known/jwks.json');
    expect([after.status, after.headers.get('connection')]).toEqual([200, 'close']);
    expect(await exited).toEqual(cleanly);
    await database.drop();
  });

  it('to the whole process group takes the embedded PostgreSQL down last, and all is there at the next start', async () => {
    const { port } = silentSmtp.address() as { port: number };
    const env = { SMTP_URL: `smtp://127.0.0.1:${port}` };
    const first = await start(env);
    const registered = await first.http.post('/api/register', form);
    expect(registered.status).toBe(201);
    // Its mail waits for a greeting that never comes.
    await waitFor(() => sockets.length > 0, 'the mail is being tried');
    process.kill(-first.pid, 'SIGTERM');
    expect(await first.exited).toEqual(cleanly);
    expect(first.output).not.toMatch(/unhandled/);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);

    const second = await start(env);
    expect((await second.http.post('/api/token/refresh', { refresh: registered.body.tokens.refresh })).status).toBe(
      200,
    );
    expect(await second.kill('SIGTERM')).toEqual(cleanly);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });
});

it('a mail that was sent before the end is not sent again after it', async () => {
  const database = await freshDatabase();
  const t = await testApp({ DATABASE_URL: database.url });
  const registrations = runConcurrently(60, () => t.http.post('/api/register', t.as.form()));
  await waitFor(() => t.mailbox.mails.length >= 5, 'mails are going out');
  const closed = t.close();
  const { '201': registered } = countOutcomes(await registrations);
  await closed;

  const behind = new Client({ connectionString: database.url }).on('error', () => undefined);
  await behind.connect();
  const { rowCount: left } = await behind.query('SELECT 1 FROM graphile_worker.jobs');
  expect(t.mailbox.mails.length + left!).toBe(registered);
  await behind.end();
  await database.drop();
});
