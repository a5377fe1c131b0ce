import { matchesModel } from '../presence-model.contract';
import { presenceStoreContract } from '../presence-store.contract';
import { sessionSocketsContract } from '../session-sockets.contract';
import { redisStage, redisUrl } from './redis-stage.contract';

(redisUrl ? describe : describe.skip)('RedisPresenceStore (REDIS_URL)', () => {
  presenceStoreContract(() => redisStage());
  describe('a session that has opened a socket', () => sessionSocketsContract(() => redisStage()));

  it('publishes the same as a model, for five devices on two nodes', async () => {
    const stage = await redisStage();
    try {
      await matchesModel(stage, 60);
    } finally {
      await stage.close();
    }
  }, 60_000);
});
