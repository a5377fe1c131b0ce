import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { waitFor } from '../../../../test/support/wait-for';
import { RedisCluster } from '../../../../tools/redis-cluster';
import { RedisServer } from '../../../../tools/redis-server';
import type { Presence } from '../presence';
import { connection } from '../test-cluster.contract';
import { LEASES_TAG } from './leases';
import { partitionOf, tagOf } from './partitions';
import { RedisPresenceTracker } from './redis-presence-tracker';

const USERS = 120;
const WITHIN_MS = 40_000;

// Servers are killed and slots are moved, so the test starts its own cluster.
(RedisServer.isInstalled ? describe : describe.skip)('presence in a Redis cluster (needs redis-server)', () => {
  let cluster: RedisCluster;
  let tracker: RedisPresenceTracker;
  let other: RedisPresenceTracker;
  let received: Presence[];

  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    jest.spyOn(Logger.prototype, 'log').mockImplementation();
    cluster = await RedisCluster.start({ password: 'x9' });
    received = [];
    [tracker, other] = [new RedisPresenceTracker(cluster.url), new RedisPresenceTracker(cluster.url)];
    await Promise.all([tracker.start(), other.start()]);
    other.onChange((presence) => received.push(presence));
    other.watch(userIds);
    await other.read(userIds);
    for (const userId of userIds) await tracker.connect({ ...connection(userId), userId });
  }, 90_000);
  afterEach(async () => {
    await Promise.all([tracker.stop(), other.stop()]);
    await cluster.close();
    jest.restoreAllMocks();
  });
  // ioredis keeps the timeout of a command whose connection was closed.
  afterAll(() => sleep(500));

  const userIds = Array.from({ length: USERS }, (_, n) => `user ${n}`);
  const story = (userId: string) =>
    received
      .filter((presence) => presence.userId === userId)
      .map(({ status }) => status)
      .filter((status, n, all) => status !== all[n - 1]);
  const latest = (userId: string) => story(userId).at(-1);
  const allAre = async (status: string, ids = userIds) => {
    const read = await other.read(ids);
    return ids.every((userId) => read.get(userId)!.status === status);
  };
  /** Users whose keys are on that server. */
  async function usersOf(server: RedisServer): Promise<string[]> {
    const masters = await Promise.all(userIds.map((userId) => cluster.masterOf(tagOf(partitionOf(userId)))));
    return userIds.filter((_, n) => masters[n] === server);
  }

  it('keeps each user on one master, and only what is watched comes to a node', async () => {
    await waitFor(() => userIds.every((userId) => latest(userId) === 'online'), 'the watcher receives all');
    const masters = await Promise.all(userIds.map((userId) => cluster.masterOf(tagOf(partitionOf(userId)))));
    expect(new Set(masters).size).toBe(3);
    // A master that is late for a moment is left out.
    const online = await waitFor(async () => {
      const ids = await other.listOnlineUserIds();
      return ids.length < USERS ? undefined : ids;
    }, 'all masters answer in time');
    expect(online.sort()).toEqual([...userIds].sort());
    const apply = jest.spyOn(other['backend'].local, 'apply');
    await tracker.connect({ ...connection('elsewhere'), userId: 'someone whom no one watches' });
    await tracker.disconnect('user 0', { clean: true });
    await waitFor(() => latest('user 0') === 'offline', 'the watched user is offline');
    const names = apply.mock.calls.map(([{ presence }]) => presence.userId);
    expect(names).toContain('user 0');
    expect(names).not.toContain('someone whom no one watches');
    other.unwatch(userIds);
    await other.read(userIds);
    expect(other['backend']['state'].connection.channels.size).toBe(0);
  }, 90_000);

  it('a master of users dies: only theirs is unknown, and all is right after the failover', async () => {
    const leases = await cluster.masterOf(LEASES_TAG);
    const masters = await Promise.all(cluster.servers.map(async (server) => [server, await usersOf(server)] as const));
    const [dying, theirs] = masters.find(([server, users]) => server !== leases && users.length > 0)!;
    const [leaves, comes, ...stay] = theirs;
    await waitFor(() => userIds.every((userId) => latest(userId) === 'online'), 'the watcher receives all');
    await dying.kill();
    // What happens meanwhile is not lost.
    await Promise.all([
      tracker.disconnect(leaves!, { clean: true }),
      tracker.connect({ ...connection('second', 'ios'), userId: comes! }),
      allAre('online'),
    ]);
    await cluster.untilCovered();
    await waitFor(() => latest(leaves!) === 'offline', `${leaves} is offline`, WITHIN_MS);
    await waitFor(
      async () => (await other.read([comes!])).get(comes!)!.devices.length === 2,
      'both devices',
      WITHIN_MS,
    );
    await waitFor(() => allAre('online', [comes!, ...stay]), 'the others are online', WITHIN_MS);
    await waitFor(() => stay.every((userId) => latest(userId) === 'online'), 'the watcher knows them', WITHIN_MS);
    expect(userIds.filter((userId) => userId !== leaves && story(userId).includes('offline'))).toEqual([]);
    // The watcher is subscribed at the new master.
    await tracker.disconnect(stay[0]!, { clean: true });
    await waitFor(() => latest(stay[0]!) === 'offline', 'a change after the failover is received', WITHIN_MS);
    expect((await other.listOnlineUserIds()).length).toBe(USERS - 2);
  }, 120_000);

  it('the master of the leases dies: no one appears offline, and a process that is gone is found out afterwards', async () => {
    await waitFor(() => userIds.every((userId) => latest(userId) === 'online'), 'the watcher receives all');
    const third = new RedisPresenceTracker(cluster.url);
    await third.start();
    other.watch(['ghost']);
    await other.read(['ghost']);
    await third.connect({ ...connection('ghost'), userId: 'ghost' });
    await waitFor(() => latest('ghost') === 'online', 'the user of the third process is online');
    await (await cluster.masterOf(LEASES_TAG)).kill();
    await third.stop();
    await cluster.untilCovered();
    await waitFor(() => allAre('online'), 'all are online', WITHIN_MS);
    await waitFor(() => latest('ghost') === 'offline', 'the user of the dead process is offline', WITHIN_MS);
    await waitFor(() => userIds.every((userId) => latest(userId) === 'online'), 'the watcher knows all', WITHIN_MS);
    expect(userIds.filter((userId) => story(userId).includes('offline'))).toEqual([]);
  }, 120_000);

  it('slots are moved to another master under traffic: no change is missed in the end', async () => {
    await waitFor(() => userIds.every((userId) => latest(userId) === 'online'), 'the watcher receives all');
    const from = await cluster.masterOf(tagOf(partitionOf('user 0')));
    const moved = await usersOf(from);
    const to = (await Promise.all(userIds.map((id) => cluster.masterOf(tagOf(partitionOf(id)))))).find(
      (each) => each !== from,
    )!;
    const idOf = async (server: RedisServer) => (await cluster.cli('-p', `${server.port}`, 'CLUSTER', 'MYID')).trim();
    const nodes = ['--cluster-from', await idOf(from), '--cluster-to', await idOf(to)];
    const resharding = cluster.cli(
      '--cluster',
      'reshard',
      `127.0.0.1:${from.port}`,
      ...nodes,
      '--cluster-slots',
      '4000',
      '--cluster-yes',
    );
    const leaving = moved.slice(0, 10);
    for (const userId of leaving) await tracker.disconnect(userId, { clean: true });
    await resharding;
    await waitFor(() => leaving.every((userId) => latest(userId) === 'offline'), 'all who left are offline', WITHIN_MS);
    for (const userId of leaving) await tracker.connect({ ...connection(`${userId} again`), userId });
    await waitFor(() => allAre('online'), 'all are online again', WITHIN_MS);
    await waitFor(() => leaving.every((userId) => latest(userId) === 'online'), 'the watcher knows it', WITHIN_MS);
  }, 120_000);
});
