import { RedisCluster } from '../../../../tools/redis-cluster';
import { RedisServer } from '../../../../tools/redis-server';
import { expectToMatchModel } from '../presence-model.contract';
import { presenceTrackerContract } from '../presence-tracker.contract';
import { socketPrecedenceContract } from '../socket-precedence.contract';
import { redisTestCluster, redisUrl } from './redis-test-cluster.contract';

function redisPresenceTrackerContract(url: () => string): void {
  presenceTrackerContract(() => redisTestCluster(url()));
  describe('a session that has opened a socket', () => socketPrecedenceContract(() => redisTestCluster(url())));

  it('publishes the same as a model, for five devices on two nodes', async () => {
    const cluster = await redisTestCluster(url());
    try {
      await expectToMatchModel(cluster, 60);
    } finally {
      await cluster.close();
    }
  }, 60_000);
}

(redisUrl ? describe : describe.skip)('RedisPresenceTracker (REDIS_URL)', () => {
  redisPresenceTrackerContract(() => redisUrl!);
});

(RedisServer.isInstalled ? describe : describe.skip)('RedisPresenceTracker in a cluster (needs redis-server)', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await RedisCluster.start({ replicas: 0 });
  }, 60_000);
  afterAll(() => cluster.close());

  redisPresenceTrackerContract(() => cluster.url);
});
