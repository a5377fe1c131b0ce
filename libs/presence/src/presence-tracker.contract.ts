import { manualStatus, connection, type TestCluster, startTime } from './test-cluster.contract';
import type { PresenceTracker } from './presence-tracker';

/** Contract of every tracker. `open` creates a test cluster with its own keys, on which `ann` is watched. */
export function presenceTrackerContract(open: () => Promise<TestCluster>): void {
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
  const statuses = async () => (await cluster.received()).map(({ status }) => status);

  it('returns every requested user, offline without stored presence', async () => {
    const answer = await tracker.read(['ann', 'bob']);
    expect([...answer.values()].map(({ status, lastSeen, version }) => [status, lastSeen, version])).toEqual([
      ['offline', null, 0],
      ['offline', null, 0],
    ]);
    expect(await tracker.listOnlineUserIds()).toEqual([]);
  });

  it('publishes connects, devices and clean disconnects', async () => {
    expect(await tracker.connect(connection('1'))).toBe('ok');
    await tracker.connect(connection('2', 'ios'));
    expect(await ann()).toMatchObject({
      status: 'online',
      isOnline: true,
      devices: ['ios', 'web'],
      lastSeen: startTime,
    });
    expect(await other.listOnlineUserIds()).toEqual(['ann']);
    await cluster.advance(5000);
    await tracker.disconnect('1', { clean: true });
    await tracker.disconnect('2', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline', isOnline: false, devices: [], lastSeen: startTime + 5000 });
    expect(await other.listOnlineUserIds()).toEqual([]);
    expect((await cluster.received()).map(({ devices }) => devices)).toEqual([['web'], ['ios', 'web'], ['ios'], []]);
  });

  it('versions increase, even if the user was deleted in between', async () => {
    for (const id of ['1', '2']) {
      await tracker.connect(connection(id));
      await tracker.disconnect(id, { clean: true });
      await cluster.advance(4_000_000);
    }
    const versions = (await cluster.received()).map(({ version }) => version);
    expect(versions).toHaveLength(4);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('a user is online for 8 s after an unclean disconnect', async () => {
    await tracker.connect(connection('1'));
    await tracker.disconnect('1', { clean: false });
    await cluster.advance(7999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime });
    expect(await statuses()).toEqual(['online', 'offline']);
  });

  it('a reconnect within the grace period publishes nothing', async () => {
    await tracker.connect(connection('1'));
    await tracker.disconnect('1', { clean: false });
    await cluster.advance(5000);
    await other.connect(connection('2'));
    await cluster.advance(60_000);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    expect(await statuses()).toEqual(['online']);
  });

  it('is away when every device is idle, reported or after ten minutes', async () => {
    await tracker.connect(connection('1'));
    await other.connect(connection('2'));
    await tracker.markIdle('1');
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(599_999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'away', isOnline: true });
    await tracker.markActive('1');
    expect(await statuses()).toEqual(['online', 'away', 'online']);
  });

  it('shows the manual status until it expires', async () => {
    await tracker.connect(connection('1'));
    await other.setManualStatus('ann', manualStatus('dnd', 'tea', startTime + 1000));
    expect(await ann()).toMatchObject({ status: 'dnd', text: 'tea', isOnline: true });
    await cluster.advance(1000);
    expect(await ann()).toMatchObject({ status: 'online', text: null });
    expect(await statuses()).toEqual(['online', 'dnd', 'online']);
  });

  it('the latest manual status wins, on whichever node it was set', async () => {
    await tracker.connect(connection('1'));
    await tracker.setManualStatus('ann', manualStatus('dnd'));
    await other.setManualStatus('ann', manualStatus('away', 'tea'));
    await tracker.markActive('1');
    await tracker.connect(connection('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'away', text: 'tea', devices: ['ios', 'web'] });
  });

  it('keeps the manual status for the next connection', async () => {
    await tracker.connect(connection('1'));
    await tracker.setManualStatus('ann', manualStatus('invisible'));
    await tracker.disconnect('1', { clean: true });
    await cluster.advance(4_000_000);
    await other.connect(connection('2'));
    expect(await ann()).toMatchObject({ status: 'offline' });
    expect(await other.readOwn('ann')).toMatchObject({ status: 'invisible', isOnline: true });
  });

  it('an invisible user looks exactly like one who disconnected at that moment', async () => {
    await tracker.connect(connection('1'));
    await cluster.advance(1000);
    await tracker.setManualStatus('ann', manualStatus('invisible', 'hidden'));
    tracker.drainLastSeen();
    await cluster.advance(1000);
    await tracker.connect(connection('2', 'ios'));
    await tracker.markActive('1');
    await tracker.setManualStatus('ann', manualStatus('invisible', 'well hidden'));
    await tracker.recordRequestActivity('ann', 'a request');
    await tracker.disconnect('2', { clean: true });
    await cluster.advance(1_000_000);
    const { version, ...seen } = await ann();
    expect(seen).toEqual({
      userId: 'ann',
      isOnline: false,
      status: 'offline',
      text: null,
      devices: [],
      lastSeen: startTime + 1000,
    });
    expect(version).toBeGreaterThan(0);
    expect(await other.listOnlineUserIds()).toEqual([]);
    expect(await statuses()).toEqual(['online', 'offline']);
    expect(cluster.trackers.flatMap((each) => [...each.drainLastSeen()])).toEqual([]);
    expect(await tracker.readOwn('ann')).toMatchObject({ status: 'invisible', text: 'well hidden', devices: ['web'] });
  });

  it('publishes nothing when an invisible user connects and disconnects', async () => {
    await tracker.setManualStatus('ann', manualStatus('invisible'));
    await tracker.connect(connection('1'));
    await tracker.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: null, version: 0 });
    expect(await cluster.received()).toEqual([]);
  });

  it('a request counts for 90 s', async () => {
    await tracker.recordRequestActivity('ann', 'phone');
    expect(await ann()).toMatchObject({ status: 'online', devices: [] });
    await cluster.advance(60_000);
    await other.recordRequestActivity('ann', 'phone', 'ios');
    await cluster.advance(89_999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 60_000 });
  });

  it('the 90 s start at the latest request', async () => {
    for (let n = 0; n < 4; n++) {
      await tracker.recordRequestActivity('ann', 'phone');
      await cluster.advance(20_000);
    }
    await cluster.advance(69_999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 60_000 });
    expect(await statuses()).toEqual(['online', 'offline']);
  });

  it('revoked sessions stop counting at once, whichever node has their sockets', async () => {
    await tracker.connect(connection('1', 'web', 'laptop'));
    await tracker.connect(connection('2', 'ios', 'phone'));
    await tracker.recordRequestActivity('ann', 'script');
    await cluster.advance(1000);
    await other.revokeSessions('ann', ['laptop', 'script']);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await other.revokeSessions('ann', ['phone']);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 1000 });
    expect(await statuses()).toEqual(['online', 'online', 'online', 'offline']);
  });

  it('allows 20 connections per user on all nodes', async () => {
    for (let i = 0; i < 20; i++) expect(await (i % 2 ? tracker : other).connect(connection(`${i}`))).toBe('ok');
    expect(await tracker.connect(connection('20'))).toBe('too_many');
    expect(await other.connect(connection('21'))).toBe('too_many');
    expect(await tracker.connect({ ...connection('22'), userId: 'bob' })).toBe('ok');
    await tracker.disconnect('1', { clean: false });
    expect(await tracker.connect(connection('23'))).toBe('ok');
    for (let i = 0; i < 20; i++) await (i % 2 ? tracker : other).disconnect(`${i}`, { clean: true });
    await tracker.disconnect('23', { clean: true });
    await cluster.advance(8000);
    expect(await ann()).toMatchObject({ status: 'offline' });
  });

  it('publishes only watched users, until the last unwatch', async () => {
    other.watch(['bob', 'bob']);
    other.unwatch(['bob']);
    await other.read(['bob']);
    await tracker.connect({ ...connection('1'), userId: 'bob' });
    await tracker.connect({ ...connection('2'), userId: 'eve' });
    expect((await cluster.received()).map(({ userId }) => userId)).toEqual(['bob']);
    other.unwatch(['bob']);
    await tracker.disconnect('1', { clean: true });
    expect(await cluster.received()).toHaveLength(1);
  });

  it('records `last_seen` on disconnect, and at most every five minutes while active', async () => {
    const unsaved = () => [...tracker.drainLastSeen()];
    await tracker.connect(connection('1'));
    expect(unsaved()).toEqual([['ann', startTime]]);
    await cluster.advance(299_999);
    await tracker.markActive('1');
    expect(unsaved()).toEqual([]);
    await cluster.advance(1);
    await tracker.markActive('1');
    expect(unsaved()).toEqual([['ann', startTime + 300_000]]);
    await cluster.advance(1000);
    expect(unsaved()).toEqual([]);
    await tracker.disconnect('1', { clean: true });
    const taken = tracker.drainLastSeen();
    expect([...taken]).toEqual([['ann', startTime + 301_000]]);
    tracker.restoreLastSeen(taken);
    expect(unsaved()).toEqual([['ann', startTime + 301_000]]);
  });
}
