import { rm } from 'node:fs/promises';
import { Metrics, RedisMetrics } from '#platform';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { freePort } from '../../../../tools/free-port';
import { waitFor } from '../../../../test/support/wait-for';
import { RedisServer } from '../../../../tools/redis-server';
import { connection } from '../test-cluster.contract';
import { RedisPresenceTracker } from './redis-presence-tracker';

// The test changes what the server can do, so it starts its own.
(RedisServer.isInstalled ? describe : describe.skip)('presence while Redis has a fault (needs redis-server)', () => {
  let warnings: jest.SpyInstance;
  const ends: (() => unknown)[] = [];

  beforeEach(() => {
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    jest.spyOn(Logger.prototype, 'log').mockImplementation();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    jest.restoreAllMocks();
  });

  async function serverOf(port: number, options: string[] = []): Promise<Redis> {
    const server = await RedisServer.start(port, options);
    ends.push(() => server.kill());
    const redis = new Redis(server.url, { enableReadyCheck: false });
    redis.on('error', () => undefined);
    ends.push(() => redis.disconnect());
    return redis;
  }

  async function trackerOf(url: string) {
    const metrics = new Metrics();
    const tracker = new RedisPresenceTracker(url, { use: new RedisMetrics(metrics).of('presence') });
    ends.push(() => tracker.stop());
    await tracker.start();
    const status = async (userId = 'ann') => (await tracker.read([userId])).get(userId)!.status;
    const failures = async (reason: string) => {
      const { values } = await metrics.registry.getSingleMetric('redis_failures_total')!.get();
      return values.find(({ labels }) => labels.reason === reason)?.value ?? 0;
    };
    return { tracker, status, failures };
  }

  const logged = () => warnings.mock.calls.map(([{ err }]) => String((err as Error).message)).join('\n');

  it.each([
    ['is full', 'full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
    ['is read-only', 'read_only', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
    ['is slow', 'timeout', ['CLIENT', 'PAUSE', '4000', 'ALL'], undefined],
  ])(
    'it %s: no call waits, changes are kept, and all is right afterwards',
    async (_what, reason, begin, end) => {
      const port = await freePort();
      const redis = await serverOf(port);
      const { tracker, status, failures } = await trackerOf(`redis://127.0.0.1:${port}`);
      await tracker.connect(connection('1'));
      expect(await status()).toBe('online');
      await redis.call(begin[0]!, ...begin.slice(1));
      expect(await tracker.connect({ ...connection('2'), userId: 'bob' })).toBe('ok');
      await waitFor(() => failures(reason), `the metric counts ${reason}`);
      await waitFor(async () => (await status()) === 'unknown', 'presence is unknown');
      if (end) await redis.call(end[0]!, ...end.slice(1));
      await waitFor(async () => (await status()) === 'online', 'the first user is online again');
      await waitFor(async () => (await status('bob')) === 'online', 'the second user is online');
    },
    60_000,
  );

  it('it is started after the service', async () => {
    const port = await freePort();
    const { tracker, status } = await trackerOf(`redis://127.0.0.1:${port}`);
    await tracker.connect(connection('1'));
    expect(await status()).toBe('unknown');
    // Nor does a start wait for these.
    for (const url of ['redis+cluster://127.0.0.1:1', 'redis+sentinel://127.0.0.1:1,127.0.0.1:2/mymaster'])
      expect(await (await trackerOf(url)).status()).toBe('unknown');
    await serverOf(port);
    await waitFor(async () => (await status()) === 'online', 'the user is online');
  }, 60_000);

  it('a cluster covers its hash slots later', async () => {
    const port = await freePort();
    const redis = await serverOf(port, [
      ...['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--cluster-port', `${await freePort()}`],
      ...['--cluster-config-file', `/tmp/collabsphere-nodes-${port}.conf`],
    ]);
    ends.push(() => rm(`/tmp/collabsphere-nodes-${port}.conf`, { force: true }));
    const { tracker, status } = await trackerOf(`redis+cluster://no-such-host.invalid:6379,127.0.0.1:${port}`);
    await tracker.connect(connection('1'));
    expect(await status()).toBe('unknown');
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await waitFor(async () => (await status()) === 'online', 'the user is online');
    // A part of them is lost again: the cluster refuses all.
    await redis.call('CLUSTER', 'DELSLOTSRANGE', '0', '16000');
    await waitFor(async () => (await status()) === 'unknown', 'presence is unknown');
    await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16000');
    await waitFor(async () => (await status()) === 'online', 'the user is online again');

    // A process that takes it for a single server.
    const other = await trackerOf(`redis://127.0.0.1:${port}`);
    expect(await other.status()).toBe('unknown');
    await waitFor(() => logged().includes('must begin with redis+cluster://'), 'the log names the setting');
  }, 60_000);

  it('a single server is taken for a cluster, or has another password: one line says so', async () => {
    const port = await freePort();
    await serverOf(port, ['--requirepass', 'x9']);
    const { status } = await trackerOf(`redis+cluster://:x9@127.0.0.1:${port}`);
    expect(await status()).toBe('unknown');
    await waitFor(() => logged().includes('must begin with redis://'), 'the log names the setting');
    const { status: denied } = await trackerOf(`redis://:wrong@127.0.0.1:${port}`);
    expect(await denied()).toBe('unknown');
    await waitFor(() => logged().includes('WRONGPASS'), 'the log has the reason');
    const { status: right } = await trackerOf(`redis://:x9@127.0.0.1:${port}`);
    expect(await right()).toBe('offline');
  }, 60_000);
});
