import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Logger } from '@nestjs/common';
import type { Presence } from '../presence';
import { manualStatus, connection } from '../test-cluster.contract';
import { freePort } from '../../../../tools/free-port';
import { waitFor } from '../../../../test/support/wait-for';
import { RedisServer } from '../../../../tools/redis-server';
import { RedisPresenceTracker } from './redis-presence-tracker';

// The test stops, empties and pauses Redis, so it starts its own.
(RedisServer.isInstalled ? describe : describe.skip)('presence while Redis is unavailable (needs redis-server)', () => {
  let server: RedisServer;
  let tracker: RedisPresenceTracker;
  let other: RedisPresenceTracker;
  let received: Presence[];
  let warnings: jest.SpyInstance;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'collabsphere-redis-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    jest.spyOn(Logger.prototype, 'log').mockImplementation();
    const port = await freePort();
    server = await RedisServer.start(port, ['--dir', folder, '--dbfilename', `${port}.rdb`]);
    received = [];
    tracker = new RedisPresenceTracker(server.url);
    other = new RedisPresenceTracker(server.url);
    await Promise.all([tracker.start(), other.start()]);
    other.watch(['ann', 'bob']);
    other.onChange((presence) => received.push(presence));
  });
  afterEach(async () => {
    await Promise.all([tracker.stop(), other.stop()]);
    await server.kill();
    jest.restoreAllMocks();
  });

  const status = async (userId: string) => (await other.read([userId])).get(userId)!.status;
  const sweptStatus = async (userId: string) => {
    await Promise.all([tracker.sweep(), other.sweep()]);
    return status(userId);
  };
  const receivedStatuses = (userId: string) =>
    received.filter((presence) => presence.userId === userId).map((each) => each.status);

  it('restores all users after Redis was restarted empty, without showing any of them offline or an invisible one online', async () => {
    for (let i = 0; i < 300; i++) await tracker.connect({ ...connection(`${i}`), userId: `user ${i}` });
    await tracker.connect(connection('ann'));
    await tracker.connect({ ...connection('bob'), userId: 'bob' });
    await tracker.setManualStatus('bob', manualStatus('invisible'));
    await waitFor(() => receivedStatuses('bob').at(-1) === 'offline', 'the watcher receives that bob is offline');
    await server.kill();
    await waitFor(async () => (await status('ann')) === 'unknown', 'presence is unknown');
    await waitFor(() => receivedStatuses('ann').at(-1) === 'unknown', 'the watcher receives unknown');
    await tracker.setManualStatus('ann', manualStatus('dnd', 'said meanwhile'));
    expect(await tracker.connect({ ...connection('late'), userId: 'user 1' })).toBe('ok');
    await server.run();

    const began = Date.now();
    await waitFor(async () => (await other.listOnlineUserIds()).length === 301, 'all users are restored', 15_000);
    // More than 300 users at 500 per second.
    expect(Date.now() - began).toBeGreaterThan(500);
    await waitFor(() => receivedStatuses('ann').at(-1) === 'dnd', 'the watcher receives ann');
    expect(receivedStatuses('ann')).toEqual(['online', 'unknown', 'dnd']);
    expect(new Set(receivedStatuses('bob').slice(2))).toEqual(new Set(['unknown']));
    expect(await status('eve')).toBe('unknown');
    expect(await tracker.readOwn('bob')).toMatchObject({ status: 'invisible' });
    // One warning per node and outage, however many commands failed. On a busy machine a command may time out once more.
    expect(warnings.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(warnings.mock.calls.length).toBeLessThanOrEqual(4);
  }, 60_000);

  it('a Redis that comes back with an older state keeps no ghosts', async () => {
    await other.read(['ann', 'bob']);
    await tracker.connect(connection('1'));
    await tracker.connect({ ...connection('2'), userId: 'bob' });
    expect(await sweptStatus('bob')).toBe('online');
    const redis = new Redis(server.url);
    await redis.save();
    redis.disconnect();
    // Redis has confirmed these, and loses them.
    await tracker.disconnect('1', { clean: true });
    await tracker.connect({ ...connection('3', 'ios'), userId: 'bob' });
    await waitFor(() => receivedStatuses('ann').at(-1) === 'offline', 'the watcher receives that ann is offline');
    await server.kill();
    await server.run();

    await waitFor(async () => (await sweptStatus('ann')) === 'offline', 'ann is offline');
    await waitFor(async () => (await other.read(['bob'])).get('bob')!.devices.length === 2, 'bob has both devices');
    expect(await other.listOnlineUserIds()).toEqual(['bob']);
    await waitFor(() => receivedStatuses('ann').at(-1) === 'offline', 'the watcher knows it');
  }, 60_000);

  it('a watched user who could not be read is read again', async () => {
    await tracker.connect({ ...connection('1'), userId: 'eve' });
    jest.spyOn(other['backend'].script, 'read').mockRejectedValueOnce(new Error('OOM command not allowed'));
    other.watch(['eve']);
    expect(await status('eve')).toBe('unknown');
    await other.sweep();
    await waitFor(() => receivedStatuses('eve').at(-1) === 'online', 'the watcher receives eve');
  }, 60_000);

  it('calls do not wait for a Redis that does not respond, and their input is synced later', async () => {
    await tracker.connect(connection('1'));
    server.signal('SIGSTOP');
    await Promise.all([
      tracker.connect(connection('2', 'ios')),
      tracker.recordRequestActivity('eve', 'a request'),
      status('ann'),
    ]);
    expect(await status('ann')).toBe('unknown');
    // If each waited until Redis is given up, it would take longer than the test may.
    for (let i = 0; i < 300; i++) await Promise.all([tracker.markActive('1'), tracker.markIdle('1'), status('ann')]);
    server.signal('SIGCONT');
    await waitFor(
      async () => (await other.read(['ann'])).get('ann')!.devices.join() === 'ios,web',
      'the second socket',
    );
    await waitFor(async () => (await other.listOnlineUserIds()).includes('eve'), 'the request');
    expect(receivedStatuses('ann')).not.toContain('offline');
  }, 60_000);

  it('idle connections cause no commands besides the leases', async () => {
    for (let i = 0; i < 200; i++) await tracker.connect({ ...connection(`${i}`), userId: `user ${i}` });
    const before = Number((await info('stats')).total_commands_processed);
    for (let i = 0; i < 200; i++) await tracker.markActive(`${i}`);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    // Two nodes, each with at most two leases and pings. Commands inside scripts count as well.
    expect(Number((await info('stats')).total_commands_processed) - before).toBeLessThan(60);
  }, 60_000);

  it('a disconnect and a soon reconnect cause one sync', async () => {
    const users = Array.from({ length: 1000 }, (_, i) => ({ ...connection(`${i}`), userId: `user ${i}` }));
    for (const user of users) await tracker.connect(user);
    const sync = jest.spyOn(tracker['backend'].script, 'sync');
    for (const { id } of users) void tracker.disconnect(id, { clean: false });
    await Promise.all(users.map((user) => tracker.connect({ ...user, id: `${user.id} again` })));
    expect(sync).toHaveBeenCalledTimes(1000);
    expect(tracker.stats().connections).toBe(1000);
    expect(await other.listOnlineUserIds()).toHaveLength(1000);
  }, 60_000);

  async function info(section: string): Promise<Record<string, string>> {
    const redis = new Redis(server.url);
    const text = await redis.info(section);
    redis.disconnect();
    return Object.fromEntries(text.split('\r\n').map((line) => line.split(':') as [string, string]));
  }
});
