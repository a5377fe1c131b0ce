import { MemoryPresenceStore } from './memory-presence-store';
import type { Presence } from './presence';
import { matchesModel } from './presence-model.contract';
import { type Stage, start } from './presence-stage.contract';
import { presenceStoreContract } from './presence-store.contract';
import { sessionSocketsContract } from './session-sockets.contract';

export async function memoryStage(): Promise<Stage> {
  const received: Presence[] = [];
  const store = new MemoryPresenceStore(() => stage.now);
  store.watch(['ann']);
  store.onChange((presence) => received.push(presence));
  const stage: Stage = {
    now: start,
    stores: [store],
    received: async () => received,
    pass: async (ms) => {
      stage.now += ms;
      await store.sweep();
    },
    close: () => store.stop(),
  };
  return stage;
}

describe('MemoryPresenceStore', () => {
  presenceStoreContract(memoryStage);
  describe('a session that has opened a socket', () => sessionSocketsContract(memoryStage));

  it('publishes the same as a model, for five devices', async () => {
    await matchesModel(await memoryStage(), 300);
  });
});
