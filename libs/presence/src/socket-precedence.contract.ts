import type { PresenceTracker } from './presence-tracker';
import { manualStatus, connection, type TestCluster, startTime } from './test-cluster.contract';

/** Once a session has opened a socket, the socket decides, not its requests on any node. */
export function socketPrecedenceContract(open: () => Promise<TestCluster>): void {
  let cluster: TestCluster;
  let tracker: PresenceTracker;
  let other: PresenceTracker;

  beforeEach(async () => {
    cluster = await open();
    tracker = cluster.trackers[0]!;
    other = cluster.trackers.at(-1)!;
  });
  afterEach(() => cluster.close());

  const ann = async () => (await other.read(['ann'])).get('ann')!;
  /** Each change of the status that watchers received. */
  const statusChanges = async () =>
    (await cluster.received()).map(({ status }) => status).filter((status, n, all) => status !== all[n - 1]);
  /** A client that sends a request to each node every second. */
  const sendRequests = async (seconds: number, sessionId = 'laptop') => {
    for (let n = 0; n < seconds; n++) {
      for (const each of cluster.trackers) await each.recordRequestActivity('ann', sessionId);
      await cluster.advance(1000);
    }
  };
  /** Neither a late nor a repeated sync brings the user online. */
  const staysOffline = async () => {
    for (let n = 0; n < 12; n++) {
      await cluster.advance(10_000);
      await other.setManualStatus('ann', manualStatus('online', `text ${n}`));
      expect(await ann()).toMatchObject({ status: 'offline', isOnline: false });
    }
  };

  it('is offline 8 s after an unclean disconnect, whatever its earlier requests', async () => {
    await sendRequests(3);
    await tracker.connect(connection('1', 'web', 'laptop'));
    await sendRequests(40);
    for (const each of cluster.trackers) await each.recordRequestActivity('ann', 'laptop');
    await tracker.disconnect('1', { clean: false });
    await cluster.advance(7999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 43_000 });
    await staysOffline();
    expect(await statusChanges()).toEqual(['online', 'offline']);
  });

  it('is offline at once after a clean disconnect', async () => {
    await sendRequests(3);
    await tracker.connect(connection('1', 'web', 'laptop'));
    await sendRequests(40);
    await tracker.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('a request within the grace period counts for 90 s, without a gap', async () => {
    await tracker.connect(connection('1', 'web', 'laptop'));
    await sendRequests(7);
    await tracker.disconnect('1', { clean: false });
    await cluster.advance(100);
    await other.recordRequestActivity('ann', 'laptop');
    for (let second = 0; second < 89; second++) await cluster.advance(1000);
    await cluster.advance(999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 7100 });
    expect(await statusChanges()).toEqual(['online', 'offline']);
  });

  it('a request after the user went offline counts for 90 s', async () => {
    for (const clean of [true, false]) {
      const began = cluster.now;
      await tracker.connect(connection(`${began}`, 'web', 'laptop'));
      await sendRequests(3);
      await tracker.disconnect(`${began}`, { clean });
      if (!clean) await cluster.advance(8000);
      expect(await ann()).toMatchObject({ status: 'offline' });
      await cluster.received();
      await cluster.advance(1);
      await other.recordRequestActivity('ann', 'laptop');
      expect(await ann()).toMatchObject({ status: 'online', devices: [] });
      await cluster.advance(89_999);
      expect(await ann()).toMatchObject({ status: 'online' });
      await cluster.advance(1);
      expect(await ann()).toMatchObject({ status: 'offline' });
    }
  });

  it('is online until its last socket is lost', async () => {
    await tracker.connect(connection('1', 'web', 'laptop'));
    await other.connect(connection('2', 'web', 'laptop'));
    await sendRequests(5);
    await tracker.disconnect('1', { clean: true });
    await sendRequests(20);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    await other.disconnect('2', { clean: false });
    await cluster.advance(7999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('is online with its next socket, and offline after it', async () => {
    await tracker.connect(connection('1', 'web', 'laptop'));
    await sendRequests(5);
    await tracker.disconnect('1', { clean: false });
    await sendRequests(3);
    await other.connect(connection('2', 'web', 'laptop'));
    await sendRequests(30);
    await other.disconnect('2', { clean: false });
    await cluster.advance(8000);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('another session of the user is not affected', async () => {
    await tracker.connect(connection('1', 'web', 'laptop'));
    await other.recordRequestActivity('ann', 'phone', 'ios');
    await sendRequests(10);
    await tracker.disconnect('1', { clean: false });
    await cluster.advance(79_999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 10_000 });
  });

  it('a rejected socket has no effect', async () => {
    for (let n = 0; n < 20; n++) await other.connect(connection(`${n}`));
    await tracker.recordRequestActivity('ann', 'script');
    expect(await tracker.connect(connection('20', 'web', 'script'))).toBe('too_many');
    for (let n = 0; n < 20; n++) await other.disconnect(`${n}`, { clean: true });
    expect(await ann()).toMatchObject({ status: 'online', devices: [] });
  });

  it('the user themself sees the latest request', async () => {
    await tracker.connect(connection('1', 'web', 'laptop'));
    await other.recordRequestActivity('ann', 'laptop');
    await cluster.advance(1000);
    await tracker.disconnect('1', { clean: true });
    await cluster.advance(1);
    await other.recordRequestActivity('ann', 'laptop');
    expect(await other.readOwn('ann')).toMatchObject({ status: 'online', isOnline: true });
  });
}
