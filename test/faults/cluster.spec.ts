import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../../tools/redis-server';
import { freePort } from '../../tools/free-port';
import { PresenceClients } from '../support/presence-client';
import { rawResponse } from '../support/raw-response';
import { ServiceProcess } from '../support/service-process';
import { SteadyLoad } from '../support/steady-load';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

jest.setTimeout(180_000);

it('several workers without Redis are refused, with the setting and the reason', async () => {
  const service = await ServiceProcess.spawn({ WEB_CONCURRENCY: '2', DATABASE_URL: process.env.TEST_POSTGRES_URL });
  expect(await service.exited).toEqual({ code: 1, signal: null });
  expect(service.output).toContain('REDIS_URL: must be set with a WEB_CONCURRENCY above 1');
});

(RedisServer.isInstalled ? describe : describe.skip)('WEB_CONCURRENCY=2 (needs redis-server)', () => {
  let redis: RedisServer;
  /** People sign in here. */
  let door: TestApp;
  let people: TestUser[];
  let cluster: ServiceProcess;
  let sockets: PresenceClients;
  let load: SteadyLoad | undefined;

  beforeAll(async () => {
    redis = await RedisServer.start(await freePort());
    door = await testApp({ REDIS_URL: redis.url });
    people = await Promise.all(Array.from({ length: 6 }, () => door.as.verifiedUser()));
    cluster = await ServiceProcess.start({
      WEB_CONCURRENCY: '2',
      SHUTDOWN_DELAY: '1',
      DATABASE_URL: door.databaseUrl,
      DATA_DIR: door.dataDir,
      PUBLIC_URL: door.url,
      SMTP_URL: door.mailbox.url,
      REDIS_URL: redis.url,
      RATE_LIMIT_SCALE: '100000',
      BCRYPT_COST: '4',
      LOG_LEVEL: 'info',
    });
    sockets = new PresenceClients(cluster.url);
    await waitFor(async () => (await workers()).length === 2, 'both workers report themselves', 60_000);
  }, 180_000);
  afterEach(async () => {
    sockets.close();
    await load?.stop();
  });
  afterAll(async () => {
    await cluster.kill('SIGTERM');
    await door.close();
    await redis.kill();
  });

  /** The processes that have reported themselves of late, besides the one of this test. */
  async function workers(): Promise<number[]> {
    const rows = await door.db.query<{ pid: number }[]>(
      `SELECT pid FROM service_nodes WHERE reported_at > now() - interval '15 s' AND pid <> $1`,
      [process.pid],
    );
    return rows.map(({ pid }) => pid).filter(isAlive);
  }
  const others = async (before: number[]) => {
    const now = await workers();
    return now.length === 2 && now.every((pid) => !before.includes(pid));
  };
  const guarded = (person: TestUser) => (send: Parameters<ConstructorParameters<typeof SteadyLoad>[1]>[0]) =>
    send(`${cluster.url}/api/profile`, { token: person.access });

  it('has one primary process, and logs once that it listens', async () => {
    expect(await workers()).not.toContain(cluster.pid);
    await waitFor(() => cluster.output.includes('CollabSphere Auth listens on'), 'it is logged', 60_000);
    expect(cluster.output.match(/CollabSphere Auth listens on/g)).toHaveLength(1);
    expect(cluster.output).toContain('"workers":2');
  });

  it.each([
    ['polling', ''],
    ['polling', 'websocket'],
    ['websocket', ''],
  ])('people on either worker see each other, by %s %s', async (...transports) => {
    const watchers = await Promise.all(
      people.map((person) => sockets.connect(person, {}, { transports: transports.filter(Boolean) })),
    );
    for (const watcher of watchers)
      await waitFor(
        async () => (await watcher.watch(...people)).every(({ status }) => status === 'online'),
        'all are online for each of them',
      );
  });

  // Half of the requests come to the worker that does not have the session.
  it('no message of a polling client is lost', async () => {
    const clients = await Promise.all(people.map((person) => sockets.connect(person, {}, { transports: ['polling'] })));
    const ask = async (client: (typeof clients)[number]) => {
      for (let n = 0; n < 30; n++) {
        expect(await client.watch(people[n % 6]!)).toHaveLength(1);
        // More than 20 messages a second are a flood.
        await sleep(60);
      }
    };
    await Promise.all(clients.map(ask));
    expect(clients.map(({ socket }) => socket.connected)).toEqual(clients.map(() => true));
  });

  // Was taken for the next request on the connection between two workers, whose answer went to whom came next.
  it('the body of a GET is no request', async () => {
    const body = '{"email":"smuggled@example.com","password":"a"}';
    const smuggled = [
      'POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n',
      `Content-Length: ${body.length}\r\n\r\n${body}`,
    ].join('');
    const poll = (session: string, headers: string) =>
      `GET /socket.io/?EIO=4&transport=polling&sid=${session} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
    const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;
    // Either worker may get the connection; four of each session are enough for both.
    for (const session of ['1.x', '2.x', '1.x', '2.x', '1.x', '2.x', '1.x', '2.x']) {
      const [first, ...others] = await Promise.all([
        rawResponse(cluster.url, poll(session, 'Transfer-Encoding: chunked') + chunk),
        ...Array.from({ length: 4 }, () => rawResponse(cluster.url, poll(session, 'Connection: close'))),
      ]);
      for (const answer of [first, ...others]) expect(answer).toContain('Session ID unknown');
    }
    expect(cluster.output).not.toContain('login_failed');
  });

  it('/metrics has the requests of all workers', async () => {
    const counted = async () => {
      const { body } = await cluster.http.get('/metrics');
      return Number(
        /^http_request_duration_seconds_count\{method="GET",route="\/api\/profile",status="200"\} (\d+)/m.exec(
          body,
        )?.[1] ?? 0,
      );
    };
    const before = await counted();
    const statuses = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        cluster.http.get('/api/profile', { token: people[n % 6]!.access, headers: { connection: 'close' } }),
      ),
    );
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await counted()).toBe(before + 40);
  });

  it('a worker that dies is replaced', async () => {
    const before = await workers();
    process.kill(before[0]!, 'SIGKILL');
    await waitFor(() => cluster.output.includes('"event":"worker_lost"'), 'its end is logged');
    const now = await waitFor(
      async () => {
        const pids = await workers();
        return pids.length === 2 && pids.some((pid) => !before.includes(pid)) && pids;
      },
      'another one is there',
      60_000,
    );
    expect(now).toContain(before[1]);
    expect((await cluster.http.get('/health/ready')).status).toBe(200);
  });

  it('SIGUSR2 replaces all workers under load: no request fails, and sockets come back', async () => {
    const before = await workers();
    load = new SteadyLoad(8, guarded(people[0]!));
    const socket = (await sockets.connect(people[1]!, {}, { reconnection: true, reconnectionDelay: 50 })).socket;
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    cluster.child.kill('SIGUSR2');
    await waitFor(() => others(before), 'all workers are new', 60_000);
    await waitFor(() => cluster.output.includes('all workers are restarted'), 'the restart is logged');
    expect(Object.keys(await load.stop())).toEqual(['200']);
    await ended;
    await waitFor(() => socket.connected, 'the socket is back');
  });

  it('a restart to a version that can not start leaves the workers as they are', async () => {
    const before = await workers();
    // What the next worker needs at its start, and the others do not any more.
    await door.db.query('ALTER TABLE signing_keys RENAME TO signing_keys_away');
    try {
      cluster.child.kill('SIGUSR2');
      await waitFor(() => cluster.output.includes('"event":"worker_not_started"'), 'it is logged', 60_000);
    } finally {
      await door.db.query('ALTER TABLE signing_keys_away RENAME TO signing_keys');
    }
    expect((await workers()).sort()).toEqual(before.sort());
    expect((await cluster.http.get('/health/live')).status).toBe(200);
  });

  it('SIGTERM drains all workers: what was acknowledged is stored, and the process ends with 0', async () => {
    const pids = await workers();
    load = new SteadyLoad(8, guarded(people[2]!));
    await waitFor(() => load!.total > 20, 'requests are answered');
    const forms = Array.from({ length: 8 }, () => door.as.form());
    const registered = forms.map((form) => cluster.http.post('/api/register', form));
    const exit = cluster.kill('SIGTERM');
    const answers = await Promise.all(registered);
    expect(await exit).toEqual({ code: 0, signal: null });
    const outcomes = Object.keys(await load.stop());
    // Connections that no worker has accepted are refused or reset in the end.
    expect(outcomes.filter((outcome) => !['200', 'ECONNREFUSED', 'ECONNRESET'].includes(outcome))).toEqual([]);
    expect(pids.filter(isAlive)).toEqual([]);
    const [{ count }] = await door.db.query<[{ count: number }]>(
      'SELECT count(*)::int FROM users WHERE email = ANY($1)',
      [forms.map(({ email }) => email)],
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(count).toBe(8);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
