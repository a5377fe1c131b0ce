import { MemoryPresenceTracker } from './memory-presence-tracker';
import type { Presence } from './presence';
import { expectToMatchModel } from './presence-model.contract';
import { type TestCluster, startTime } from './test-cluster.contract';
import { presenceTrackerContract } from './presence-tracker.contract';
import { socketPrecedenceContract } from './socket-precedence.contract';

export async function memoryTestCluster(): Promise<TestCluster> {
  const received: Presence[] = [];
  const tracker = new MemoryPresenceTracker(() => cluster.now);
  tracker.watch(['ann']);
  tracker.onChange((presence) => received.push(presence));
  const cluster: TestCluster = {
    now: startTime,
    trackers: [tracker],
    received: async () => received,
    advance: async (ms) => {
      cluster.now += ms;
      await tracker.sweep();
    },
    close: () => tracker.stop(),
  };
  return cluster;
}

describe('MemoryPresenceTracker', () => {
  presenceTrackerContract(memoryTestCluster);
  describe('a session that has opened a socket', () => socketPrecedenceContract(memoryTestCluster));

  it('publishes the same as a model, for five devices', async () => {
    await expectToMatchModel(await memoryTestCluster(), 300);
  });
});
