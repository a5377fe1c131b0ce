import { followsTheModel } from '../presence-model.contract';
import { presenceStoreContract } from '../presence-store.contract';
import { sessionSocketsContract } from '../session-sockets.contract';
import { redisStage, redisUrl } from './redis-stage.contract';

(redisUrl ? describe : describe.skip)('RedisPresenceStore (REDIS_URL)', () => {
  presenceStoreContract(() => redisStage());
  describe('a session that opened a socket lives by it:', () => sessionSocketsContract(() => redisStage()));

  it('shows a watcher of five devices on two processes what a model shows', async () => {
    const stage = await redisStage();
    try {
      await followsTheModel(stage, 60);
    } finally {
      await stage.close();
    }
  }, 60_000);
});
