import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisCluster } from '../../tools/redis-cluster';
import { RedisSentinels } from '../../tools/redis-sentinels';
import { RedisServer } from '../../tools/redis-server';
import { PresenceClients } from '../support/presence-client';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const WITHIN_MS = 60_000;
/** ioredis leaves a timer behind for each connection to a sentinel that it closed. */
const IOREDIS_TIMER_MS = 2000;

interface Redis {
  url: string;
  killMaster(): Promise<void>;
  close(): Promise<void>;
}

async function cluster(): Promise<Redis> {
  const servers = await RedisCluster.start();
  return {
    url: servers.url,
    // That of the leases: all processes depend on it.
    killMaster: async () => (await servers.masterOf('{presence:leases}')).kill(),
    close: () => servers.close(),
  };
}

async function sentinels(): Promise<Redis> {
  const servers = await RedisSentinels.start();
  return {
    url: servers.url,
    killMaster: () => servers.master.kill(),
    close: async () => {
      await servers.close();
      await sleep(IOREDIS_TIMER_MS);
    },
  };
}

// The masters of these are killed, so the test starts its own.
// Each starts up to six Redis servers and counts on their elections: `.ci/run` runs it with no test beside it.
const withRedis = RedisServer.isInstalled && process.env.REDIS_URL ? describe : describe.skip;

withRedis.each([
  ['a cluster', cluster],
  ['sentinels', sentinels],
])('a master dies under traffic: %s (needs redis-server)', (_kind, start) => {
  let redis: Redis;
  let one: TestApp;
  let other: TestApp;
  const clients: PresenceClients[] = [];

  beforeAll(async () => {
    redis = await start();
    const env = { REDIS_URL: redis.url, TRUST_PROXY: 'true', RATE_LIMIT_SCALE: '1', RATE_LIMIT_LOGIN: '6/1h' };
    const limits = { RATE_LIMIT_LOGIN_FAILURES: '1000/1h', RATE_LIMIT_REGISTER: '1000/1h' };
    one = await testApp({ ...env, ...limits });
    const { databaseUrl, dataDir } = one;
    const shared = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PUBLIC_URL: one.url, SMTP_URL: one.mailbox.url };
    other = await testApp({ ...env, ...limits, ...shared });
    clients.push(new PresenceClients(one.url), new PresenceClients(other.url));
  }, 120_000);
  afterAll(async () => {
    for (const each of clients) each.close();
    await other.close();
    await one.close();
    await redis.close();
  });

  const somewhere = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
  const failLogin = async (app: TestApp, ip: string) => {
    const body = { email: `${randomInt(1e9)}@example.com`, password: 'not the right one' };
    return (await app.http.post('/api/login', body, { headers: { 'x-forwarded-for': ip } })).status;
  };
  /** Whether both processes count the attempts of an address together. */
  const isSharedLimit = async () => {
    const ip = somewhere();
    const statuses = [];
    for (let n = 0; n < 8; n++) statuses.push(await failLogin([one, other][n % 2]!, ip));
    return statuses.filter((status) => status === 401).length === 6;
  };

  it('presence heals, limits go on, and no request fails', async () => {
    const people: TestUser[] = [];
    for (let n = 0; n < 4; n++) people.push(await one.as.verifiedUser());
    const [watching, leaves, moves, stays] = people as [TestUser, TestUser, TestUser, TestUser];
    const watcher = await clients[1]!.connect(watching);
    await watcher.watch(leaves, moves, stays);
    const leaving = await clients[0]!.connect(leaves);
    const moving = await clients[0]!.connect(moves);
    await clients[0]!.connect(stays);
    for (const person of [leaves, moves, stays]) await watcher.waitForStatus(person, { status: 'online' });
    expect(await isSharedLimit()).toBe(true);

    const statuses = new Set<number>();
    let asking = true;
    const traffic = [one, other].map(async (app) => {
      for (; asking;) {
        statuses.add((await app.http.get('/api/profile', { token: stays.access })).status);
        statuses.add((await app.http.get(`/api/presence?user_ids=${stays.id}`, { token: stays.access })).status);
        statuses.add(await failLogin(app, somewhere()));
      }
    });
    await redis.killMaster();
    leaving.socket.disconnect();
    moving.socket.disconnect();
    await clients[1]!.connect(moves);
    // Each process limits for itself meanwhile: an address gets its 6 at the old master, here, and at the new one at most.
    const ip = somewhere();
    const limited = [];
    for (let n = 0; n < 19; n++) limited.push(await failLogin(one, ip));
    expect(limited.at(-1)).toBe(429);

    await watcher.waitForStatus(leaves, { status: 'offline' }, WITHIN_MS);
    await watcher.waitForStatus(moves, { status: 'online' }, WITHIN_MS);
    await watcher.waitForStatus(stays, { status: 'online' }, WITHIN_MS);
    await waitFor(isSharedLimit, 'both processes count together again', WITHIN_MS);
    asking = false;
    await Promise.all(traffic);
    expect([...statuses].sort()).toEqual([200, 401]);
    expect(watcher.updatesOf(stays).filter(({ status }) => status === 'offline')).toEqual([]);
    expect(watcher.values('disconnect')).toEqual([]);
  }, 180_000);
});
