import { MemoryPresenceStore } from './memory-presence-store';
import type { Presence } from './presence';
import { expectToMatchModel } from './presence-model.contract';
import { type TestCluster, startTime } from './test-cluster.contract';
import { presenceStoreContract } from './presence-store.contract';
import { sessionSocketsContract } from './session-sockets.contract';

export async function memoryTestCluster(): Promise<TestCluster> {
  const received: Presence[] = [];
  const store = new MemoryPresenceStore(() => cluster.now);
  store.watch(['ann']);
  store.onChange((presence) => received.push(presence));
  const cluster: TestCluster = {
    now: startTime,
    stores: [store],
    received: async () => received,
    advance: async (ms) => {
      cluster.now += ms;
      await store.sweep();
    },
    close: () => store.stop(),
  };
  return cluster;
}

describe('MemoryPresenceStore', () => {
  presenceStoreContract(memoryTestCluster);
  describe('a session that has opened a socket', () => sessionSocketsContract(memoryTestCluster));

  it('publishes the same as a model, for five devices', async () => {
    await expectToMatchModel(await memoryTestCluster(), 300);
  });
});
