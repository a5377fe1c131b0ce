import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../../tools/redis-server';
import { freePort } from '../../tools/free-port';
import type { TestUser } from '../support/test-users';
import { RestCallers, type PresenceClient, PresenceClients } from '../support/presence-client';
import { ServiceProcess } from '../support/service-process';
import { runConcurrently } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

// Processes and a Redis of their own: they are killed, held and emptied.
(RedisServer.isInstalled ? describe : describe.skip)('presence of several processes (needs redis-server)', () => {
  let redis: RedisServer;
  /** People sign in here. */
  let door: TestApp;
  let one: ServiceProcess;
  let watcher: PresenceClient;
  let here: PresenceClients;
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start(await freePort());
    door = await testApp({ REDIS_URL: redis.url });
    one = await node();
    here = clientsOf(one);
    watcher = await here.connect(await door.as.verifiedUser());
  }, 120_000);
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
    await door.close();
    await redis.kill();
  });

  async function node(): Promise<ServiceProcess> {
    const service = await ServiceProcess.start({
      DATABASE_URL: door.databaseUrl,
      DATA_DIR: door.dataDir,
      PUBLIC_URL: door.url,
      SMTP_URL: door.mailbox.url,
      REDIS_URL: redis.url,
      LOG_LEVEL: 'warn',
    });
    ends.push(() => service.kill());
    return service;
  }

  function clientsOf(service: ServiceProcess): PresenceClients {
    const watchers = new PresenceClients(service.url);
    ends.push(() => watchers.close());
    return watchers;
  }

  const somebodies = (count: number) => runConcurrently(count, () => door.as.verifiedUser());
  /** Each change that the watcher received, from the first on. */
  const story = (person: TestUser) =>
    watcher
      .updatesOf(person)
      .map(({ status }) => status)
      .filter((status, n, all) => status !== all[n - 1]);
  const shown = async (person: TestUser) => (await watcher.watch(person))[0];

  it('a client that asks each process for something all the time is gone with its socket', async () => {
    const [cut, leaves, stays] = (await somebodies(3)) as [TestUser, TestUser, TestUser];
    const second = await node();
    const there = clientsOf(second);
    const own = await runConcurrently(3, (n) => there.connect([cut, leaves, stays][n]!));
    await watcher.watch(cut, leaves, stays);
    const before = new RestCallers([cut, leaves, stays], [one, second, door]);
    await sleep(3000);
    await before.stop();
    expect([...before.statuses]).toEqual([200]);

    own[0]!.socket.io.engine.close();
    own[1]!.socket.disconnect();
    own[2]!.socket.io.engine.close();
    await watcher.waitForStatus(leaves, { status: 'offline', devices: '' });
    // This one has lost its socket alone.
    const after = new RestCallers([stays], [one, door]);
    await watcher.waitForStatus(cut, { status: 'offline' }, 15_000);
    await watcher.waitForStatus(stays, { status: 'online', devices: '' });
    // A late event would have arrived by now.
    await sleep(7000);
    for (const person of [cut, leaves]) {
      expect(story(person)).toEqual(['offline']);
      expect(await shown(person)).toMatchObject({ is_online: false, devices: [] });
    }
    expect(story(stays)).toEqual(['online']);
    await after.stop();
  }, 90_000);

  it('a process is killed: its people are gone, but for those who come back at once', async () => {
    const people = await somebodies(12);
    const back = people.slice(0, 4);
    const gone = people.slice(4);
    const killed = await node();
    const there = clientsOf(killed);
    await watcher.watch(...people);
    for (const person of people) await runConcurrently(2, () => there.connect(person));
    for (const person of people) await watcher.waitForStatus(person, { status: 'online' });

    const callers = new RestCallers(people, [one, killed, door]);
    await sleep(2000);
    await callers.stop();
    await killed.kill();
    await runConcurrently(back.length, async (n) => {
      await sleep(n * 1500);
      await here.connect(back[n]!);
    });
    for (const person of gone) await watcher.waitForStatus(person, { status: 'offline' });
    await sleep(7000);
    for (const person of gone) {
      expect(story(person)).toEqual(['online', 'offline']);
      expect(await shown(person)).toMatchObject({ is_online: false, devices: [] });
    }
    for (const person of back) expect(story(person)).toEqual(['online']);
  }, 90_000);

  it('a process is held past its lease: when it continues, no user is online twice, or for ever', async () => {
    const people = await somebodies(4);
    const [many, moved] = [await door.as.verifiedUser(), await door.as.verifiedUser()];
    const held = await node();
    const there = clientsOf(held);
    await watcher.watch(...people, many, moved);
    const connect = (person: TestUser) => there.connect(person, {}, { reconnection: true, reconnectionDelay: 200 });
    const clients = await Promise.all(people.map(connect));
    const twenty = await runConcurrently(20, () => connect(many));
    const left = await connect(moved);
    for (const person of [...people, many, moved]) await watcher.waitForStatus(person, { status: 'online' });

    const callers = new RestCallers([...people, many, moved], [one, door]);
    await sleep(2000);
    await callers.stop();
    held.child.kill('SIGSTOP');
    for (const person of [...people, many, moved]) await watcher.waitForStatus(person, { status: 'offline' });
    left.socket.close();
    const elsewhere = await here.connect(moved);
    held.child.kill('SIGCONT');
    for (const person of [...people, many, moved]) await watcher.waitForStatus(person, { status: 'online' });

    // All 20 count again, once each.
    await waitFor(() => twenty.every(({ socket }) => socket.connected), 'all are connected');
    await sleep(1000);
    expect((await here.connectionError({ token: many.access })).code).toBe('too_many_connections');
    twenty[0]!.socket.close();
    await waitFor(async () => !(await here.connectionError({ token: many.access })), 'there is room for one');

    elsewhere.socket.close();
    for (const { socket } of [...clients, ...twenty]) socket.close();
    for (const person of [...people, many, moved]) {
      await watcher.waitForStatus(person, { status: 'offline' });
      expect(story(person)).toEqual(['online', 'offline', 'online', 'offline']);
      expect(await shown(person)).toMatchObject({ is_online: false, devices: [] });
    }
  }, 120_000);

  it('Redis is restarted empty: everybody is unknown for a while, connected all the time, and REST goes on', async () => {
    const people = await somebodies(30);
    const second = await node();
    const nodes = [here, clientsOf(second)];
    await watcher.watch(...people);
    const clients = await runConcurrently(people.length, (n) => nodes[n % 2]!.connect(people[n]!));
    for (const person of people) await watcher.waitForStatus(person, { status: 'online' });

    let asking = true;
    const statuses = (async () => {
      const counts: Record<number, number> = {};
      for (let n = 0; asking; n++) {
        const { status } = await [one, second][n % 2]!.http.get('/api/profile', { token: people[n % 30]!.access });
        counts[status] = (counts[status] ?? 0) + 1;
      }
      return counts;
    })();
    await redis.kill();
    for (const person of people) await watcher.waitForStatus(person, { status: 'unknown' });
    await redis.run();
    for (const person of people) await watcher.waitForStatus(person, { status: 'online' });
    asking = false;

    for (const person of people) expect(story(person)).toEqual(['online', 'unknown', 'online']);
    for (const client of clients) expect(client.values('disconnect')).toEqual([]);
    expect(Object.keys(await statuses)).toEqual(['200']);
    expect(watcher.values('disconnect')).toEqual([]);
  }, 90_000);
});
