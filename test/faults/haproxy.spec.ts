import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RedisServer } from '../../tools/redis-server';
import { freePort } from '../../tools/free-port';
import { HttpClient } from '../support/http-client';
import { PresenceClients } from '../support/presence-client';
import { ServiceProcess } from '../support/service-process';
import { SteadyLoad } from '../support/steady-load';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

jest.setTimeout(240_000);

const hasAll = RedisServer.isInstalled && spawnSync('haproxy', ['-v']).status === 0;
const CONFIGURATION = resolve(__dirname, '../../deploy/haproxy/haproxy.cfg');

(hasAll ? describe : describe.skip)('three processes behind HAProxy (needs haproxy and redis-server)', () => {
  let redis: RedisServer;
  let door: TestApp;
  let folder: string;
  let proxy: ChildProcess;
  let url: string;
  let ports: number[];
  let processes: ServiceProcess[];
  let people: TestUser[];
  let sockets: PresenceClients;
  const loads: SteadyLoad[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start(await freePort());
    door = await testApp({ REDIS_URL: redis.url });
    people = await Promise.all(Array.from({ length: 6 }, () => door.as.verifiedUser()));
    const [front, ...own] = await Promise.all(Array.from({ length: 4 }, freePort));
    ports = own;
    url = `http://127.0.0.1:${front}`;
    processes = await Promise.all(ports.map(start));
    folder = await mkdtemp(join(tmpdir(), 'haproxy-'));
    await writeFile(join(folder, 'haproxy.cfg'), configurationFor(front!, await readFile(CONFIGURATION, 'utf8')));
    proxy = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
    const http = new HttpClient(url);
    await waitFor(async () => (await http.get('/health/ready').catch(() => undefined))?.status === 200, 'it answers');
    sockets = new PresenceClients(url);
  }, 180_000);
  afterAll(async () => {
    sockets?.close();
    for (const load of loads) await load.stop();
    const exit = once(proxy, 'exit');
    if (proxy.kill()) await exit;
    await Promise.all(processes.map((service) => service.kill()));
    await door.close();
    await redis.kill();
    await rm(folder, { recursive: true });
  });

  const start = (port: number) =>
    ServiceProcess.start({
      PORT: String(port),
      DATABASE_URL: door.databaseUrl,
      DATA_DIR: door.dataDir,
      PUBLIC_URL: door.url,
      SMTP_URL: door.mailbox.url,
      REDIS_URL: redis.url,
      TRUST_PROXY: 'loopback',
      SHUTDOWN_DELAY: '5',
      RATE_LIMIT_SCALE: '100000',
      LOG_LEVEL: 'warn',
    });

  /** The one of deploy/, without TLS. All clients of this test have one address, so it can't choose the process. */
  function configurationFor(front: number, text: string): string {
    const local = text
      .replace(/bind :443 .+/, `bind 127.0.0.1:${front}`)
      .replace(/balance source\n\s*hash-type consistent/, 'balance roundrobin');
    return ports.reduce((config, port, n) => config.replace(`127.0.0.1:300${n + 1}`, `127.0.0.1:${port}`), local);
  }

  it('are restarted one after the other under load: no request fails, no write is lost, sockets come back', async () => {
    const reads = new SteadyLoad(6, (send) => send(`${url}/api/profile`, { token: people[0]!.access }));
    let acknowledged = 0;
    const writes = new SteadyLoad(1, async (send) => {
      const body = { bio: `${acknowledged + 1}` };
      const status = await send(`${url}/api/profile`, { method: 'PATCH', token: people[1]!.access, body });
      if (status === 200) acknowledged++;
      return status;
    });
    loads.push(reads, writes);
    const connected = await Promise.all(
      people.map((person) =>
        sockets.connect(person, {}, { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 500 }),
      ),
    );

    for (const [n, port] of ports.entries()) {
      expect(await processes[n]!.kill('SIGTERM')).toEqual({ code: 0, signal: null });
      processes[n] = await start(port);
    }

    expect(Object.keys(await reads.stop())).toEqual(['200']);
    expect(Object.keys(await writes.stop())).toEqual(['200']);
    const { body } = await new HttpClient(url).get('/api/profile', { token: people[1]!.access });
    expect(body.bio).toBe(String(acknowledged));
    await waitFor(() => connected.every(({ socket }) => socket.connected), 'all sockets are back');
    expect(connected.filter((client) => client.values('disconnect').length > 0).length).toBeGreaterThan(0);
  });

  it('the address of a client is the one that HAProxy saw, and /metrics is not for the outside', async () => {
    const http = new HttpClient(url, { documented: false });
    expect((await http.get('/metrics')).status).toBe(404);
    const { body } = await http.get('/api/devices', {
      token: people[2]!.access,
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    expect(JSON.stringify(body)).not.toContain('203.0.113.9');
  });
});
