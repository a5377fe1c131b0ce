import { freePort } from '../../../../test/support/free-port';
import { RedisCluster } from '../../../../tools/redis-cluster';
import { RedisServer } from '../../../../tools/redis-server';
import { expectToMatchModel } from '../presence-model.contract';
import { presenceStoreContract } from '../presence-store.contract';
import { sessionSocketsContract } from '../session-sockets.contract';
import { redisTestCluster, redisUrl } from './redis-test-cluster.contract';

function redisPresenceStoreContract(url: () => string): void {
  presenceStoreContract(() => redisTestCluster(url()));
  describe('a session that has opened a socket', () => sessionSocketsContract(() => redisTestCluster(url())));

  it('publishes the same as a model, for five devices on two nodes', async () => {
    const cluster = await redisTestCluster(url());
    try {
      await expectToMatchModel(cluster, 60);
    } finally {
      await cluster.close();
    }
  }, 60_000);
}

(redisUrl ? describe : describe.skip)('RedisPresenceStore (REDIS_URL)', () => {
  redisPresenceStoreContract(() => redisUrl!);
});

(RedisServer.isInstalled ? describe : describe.skip)('RedisPresenceStore in a cluster (needs redis-server)', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await RedisCluster.start(freePort, { replicas: 0 });
  }, 60_000);
  afterAll(() => cluster.close());

  redisPresenceStoreContract(() => cluster.url);
});
