import { expectToMatchModel } from '../presence-model.contract';
import { presenceStoreContract } from '../presence-store.contract';
import { sessionSocketsContract } from '../session-sockets.contract';
import { redisTestCluster, redisUrl } from './redis-test-cluster.contract';

(redisUrl ? describe : describe.skip)('RedisPresenceStore (REDIS_URL)', () => {
  presenceStoreContract(() => redisTestCluster());
  describe('a session that has opened a socket', () => sessionSocketsContract(() => redisTestCluster()));

  it('publishes the same as a model, for five devices on two nodes', async () => {
    const cluster = await redisTestCluster();
    try {
      await expectToMatchModel(cluster, 60);
    } finally {
      await cluster.close();
    }
  }, 60_000);
});
