import { MemoryPresenceStore } from './memory-presence-store';
import type { Presence } from './presence';
import { followsTheModel } from './presence-model.contract';
import { presenceStoreContract, type Stage, start } from './presence-store.contract';
import { sessionSocketsContract } from './session-sockets.contract';

export async function memoryStage(): Promise<Stage> {
  const heard: Presence[] = [];
  const store = new MemoryPresenceStore(() => stage.now);
  store.watch(['ann']);
  store.onChange((presence) => heard.push(presence));
  const stage: Stage = {
    now: start,
    stores: [store],
    heard: async () => heard,
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
  describe('a session that opened a socket lives by it:', () => sessionSocketsContract(memoryStage));

  it('shows a watcher of five devices what a model shows', async () => {
    await followsTheModel(await memoryStage(), 300);
  });
});
