import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../support/database';
import { Mailbox } from '../support/mailbox';
import { TestUsers } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { ServiceProcess } from '../support/service-process';
import { runConcurrently } from '../support/concurrency';
import { testApp } from '../support/test-app';

jest.setTimeout(120_000);

it('clients are sent when to reconnect, then closed, and nothing waits for them', async () => {
  const t = await testApp();
  const sockets = new PresenceClients(t.url);
  const people = await runConcurrently(5, () => t.as.verifiedUser());
  const watchers = await runConcurrently(30, (n) =>
    sockets.connect(people[n % 5]!, {}, { transports: [n % 3 ? 'websocket' : 'polling'] }),
  );
  // Deaf: it reads nothing more, so it does not answer the closing either.
  const deaf = await sockets.connect(people[0]!);
  (deaf.socket.io.engine.transport as never as { ws: { pause(): void } }).ws.pause();
  const began = Date.now();
  await t.close();
  // ws alone waits 30 s for a deaf one.
  expect(Date.now() - began).toBeLessThan(20_000);
  const delays = await Promise.all(watchers.map((watcher) => watcher.waitForEvent('reconnect')));
  await Promise.all(watchers.map((watcher) => watcher.waitForEvent('disconnect')));
  for (const { after_ms } of delays) {
    expect(Number.isInteger(after_ms)).toBe(true);
    expect(after_ms).toBeGreaterThanOrEqual(0);
    expect(after_ms).toBeLessThan(5000);
  }
  // Spread, not all at once.
  expect(new Set(delays.map(({ after_ms }) => after_ms)).size).toBeGreaterThan(10);
  sockets.close();
});

it('SIGTERM with open sockets ends well, and what was seen last is saved', async () => {
  const [database, mailbox] = [await freshDatabase(), await Mailbox.open()];
  const dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-presence-'));
  const env = { DATABASE_URL: database.url, SMTP_URL: mailbox.url, DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  const service = await ServiceProcess.start({ ...env, BCRYPT_COST: '4' });
  const ann = await new TestUsers(service.http, mailbox).verifiedUser();
  const sockets = new PresenceClients(service.url);
  const watchers = await runConcurrently(20, () => sockets.connect(ann));
  const began = Date.now();
  // Exit code 0 says "within 10 s" too: after that the service gives up with 1.
  expect(await service.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  for (const watcher of watchers) await watcher.waitForEvent('reconnect');
  expect(service.output).not.toMatch(/unhandled|error/i);
  sockets.close();

  const next = await ServiceProcess.start({ ...env, BCRYPT_COST: '4' });
  const { email, password } = ann;
  const ben = await new TestUsers(next.http, mailbox).verifiedUser();
  const { body } = await next.http.get(`/api/users/${ann.id}`, { token: ben.access });
  expect(Date.parse(body.last_seen)).toBeGreaterThanOrEqual(began - 1000);
  // This process has never seen her.
  const presence = await next.http.get(`/api/presence?user_ids=${ann.id}`, { token: ben.access });
  expect(presence.body.items).toMatchObject([{ is_online: false, last_seen: body.last_seen }]);
  expect((await next.http.post('/api/login', { email, password })).status).toBe(200);
  await next.kill('SIGTERM');
  await mailbox.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
