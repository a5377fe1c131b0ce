import { manualStatus, connection, type TestCluster, startTime } from './test-cluster.contract';
import type { PresenceStore } from './presence-store';

/** Contract of every store. `open` creates a test cluster with its own keys, on which `ann` is watched. */
export function presenceStoreContract(open: () => Promise<TestCluster>): void {
  let cluster: TestCluster;
  let store: PresenceStore;
  let other: PresenceStore;

  beforeEach(async () => {
    cluster = await open();
    store = cluster.stores[0]!;
    other = cluster.stores.at(-1)!;
  });
  afterEach(() => cluster.close());

  const ann = async () => (await other.read(['ann'])).get('ann')!;
  const statuses = async () => (await cluster.received()).map(({ status }) => status);

  it('returns every requested user, offline without stored presence', async () => {
    const answer = await store.read(['ann', 'bob']);
    expect([...answer.values()].map(({ status, lastSeen, version }) => [status, lastSeen, version])).toEqual([
      ['offline', null, 0],
      ['offline', null, 0],
    ]);
    expect(await store.listOnlineUserIds()).toEqual([]);
  });

  it('publishes connects, devices and clean disconnects', async () => {
    expect(await store.connect(connection('1'))).toBe('ok');
    await store.connect(connection('2', 'ios'));
    expect(await ann()).toMatchObject({
      status: 'online',
      isOnline: true,
      devices: ['ios', 'web'],
      lastSeen: startTime,
    });
    expect(await other.listOnlineUserIds()).toEqual(['ann']);
    await cluster.advance(5000);
    await store.disconnect('1', { clean: true });
    await store.disconnect('2', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline', isOnline: false, devices: [], lastSeen: startTime + 5000 });
    expect(await other.listOnlineUserIds()).toEqual([]);
    expect((await cluster.received()).map(({ devices }) => devices)).toEqual([['web'], ['ios', 'web'], ['ios'], []]);
  });

  it('versions increase, even if the user was deleted in between', async () => {
    for (const id of ['1', '2']) {
      await store.connect(connection(id));
      await store.disconnect(id, { clean: true });
      await cluster.advance(4_000_000);
    }
    const versions = (await cluster.received()).map(({ version }) => version);
    expect(versions).toHaveLength(4);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('a user is online for 8 s after an unclean disconnect', async () => {
    await store.connect(connection('1'));
    await store.disconnect('1', { clean: false });
    await cluster.advance(7999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime });
    expect(await statuses()).toEqual(['online', 'offline']);
  });

  it('a reconnect within the grace period publishes nothing', async () => {
    await store.connect(connection('1'));
    await store.disconnect('1', { clean: false });
    await cluster.advance(5000);
    await other.connect(connection('2'));
    await cluster.advance(60_000);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    expect(await statuses()).toEqual(['online']);
  });

  it('is away when every device is idle, reported or after ten minutes', async () => {
    await store.connect(connection('1'));
    await other.connect(connection('2'));
    await store.markIdle('1');
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(599_999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'away', isOnline: true });
    await store.markActive('1');
    expect(await statuses()).toEqual(['online', 'away', 'online']);
  });

  it('shows the manual status until it expires', async () => {
    await store.connect(connection('1'));
    await other.setManualStatus('ann', manualStatus('dnd', 'tea', startTime + 1000));
    expect(await ann()).toMatchObject({ status: 'dnd', text: 'tea', isOnline: true });
    await cluster.advance(1000);
    expect(await ann()).toMatchObject({ status: 'online', text: null });
    expect(await statuses()).toEqual(['online', 'dnd', 'online']);
  });

  it('the latest manual status wins, on whichever node it was set', async () => {
    await store.connect(connection('1'));
    await store.setManualStatus('ann', manualStatus('dnd'));
    await other.setManualStatus('ann', manualStatus('away', 'tea'));
    await store.markActive('1');
    await store.connect(connection('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'away', text: 'tea', devices: ['ios', 'web'] });
  });

  it('keeps the manual status for the next connection', async () => {
    await store.connect(connection('1'));
    await store.setManualStatus('ann', manualStatus('invisible'));
    await store.disconnect('1', { clean: true });
    await cluster.advance(4_000_000);
    await other.connect(connection('2'));
    expect(await ann()).toMatchObject({ status: 'offline' });
    expect(await other.readOwn('ann')).toMatchObject({ status: 'invisible', isOnline: true });
  });

  it('an invisible user looks exactly like one who disconnected at that moment', async () => {
    await store.connect(connection('1'));
    await cluster.advance(1000);
    await store.setManualStatus('ann', manualStatus('invisible', 'hidden'));
    store.drainLastSeen();
    await cluster.advance(1000);
    await store.connect(connection('2', 'ios'));
    await store.markActive('1');
    await store.setManualStatus('ann', manualStatus('invisible', 'well hidden'));
    await store.recordRequestActivity('ann', 'a request');
    await store.disconnect('2', { clean: true });
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
    expect(cluster.stores.flatMap((each) => [...each.drainLastSeen()])).toEqual([]);
    expect(await store.readOwn('ann')).toMatchObject({ status: 'invisible', text: 'well hidden', devices: ['web'] });
  });

  it('publishes nothing when an invisible user connects and disconnects', async () => {
    await store.setManualStatus('ann', manualStatus('invisible'));
    await store.connect(connection('1'));
    await store.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: null, version: 0 });
    expect(await cluster.received()).toEqual([]);
  });

  it('a request counts for 90 s', async () => {
    await store.recordRequestActivity('ann', 'phone');
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
      await store.recordRequestActivity('ann', 'phone');
      await cluster.advance(20_000);
    }
    await cluster.advance(69_999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await cluster.advance(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 60_000 });
    expect(await statuses()).toEqual(['online', 'offline']);
  });

  it('revoked sessions stop counting at once, whichever node has their sockets', async () => {
    await store.connect(connection('1', 'web', 'laptop'));
    await store.connect(connection('2', 'ios', 'phone'));
    await store.recordRequestActivity('ann', 'script');
    await cluster.advance(1000);
    await other.revokeSessions('ann', ['laptop', 'script']);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await other.revokeSessions('ann', ['phone']);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: startTime + 1000 });
    expect(await statuses()).toEqual(['online', 'online', 'online', 'offline']);
  });

  it('allows 20 connections per user on all nodes', async () => {
    for (let i = 0; i < 20; i++) expect(await (i % 2 ? store : other).connect(connection(`${i}`))).toBe('ok');
    expect(await store.connect(connection('20'))).toBe('too_many');
    expect(await other.connect(connection('21'))).toBe('too_many');
    expect(await store.connect({ ...connection('22'), userId: 'bob' })).toBe('ok');
    await store.disconnect('1', { clean: false });
    expect(await store.connect(connection('23'))).toBe('ok');
    for (let i = 0; i < 20; i++) await (i % 2 ? store : other).disconnect(`${i}`, { clean: true });
    await store.disconnect('23', { clean: true });
    await cluster.advance(8000);
    expect(await ann()).toMatchObject({ status: 'offline' });
  });

  it('publishes only watched users, until the last unwatch', async () => {
    other.watch(['bob', 'bob']);
    other.unwatch(['bob']);
    await other.read(['bob']);
    await store.connect({ ...connection('1'), userId: 'bob' });
    await store.connect({ ...connection('2'), userId: 'eve' });
    expect((await cluster.received()).map(({ userId }) => userId)).toEqual(['bob']);
    other.unwatch(['bob']);
    await store.disconnect('1', { clean: true });
    expect(await cluster.received()).toHaveLength(1);
  });

  it('records `last_seen` on disconnect, and at most every five minutes while active', async () => {
    const unsaved = () => [...store.drainLastSeen()];
    await store.connect(connection('1'));
    expect(unsaved()).toEqual([['ann', startTime]]);
    await cluster.advance(299_999);
    await store.markActive('1');
    expect(unsaved()).toEqual([]);
    await cluster.advance(1);
    await store.markActive('1');
    expect(unsaved()).toEqual([['ann', startTime + 300_000]]);
    await cluster.advance(1000);
    expect(unsaved()).toEqual([]);
    await store.disconnect('1', { clean: true });
    const taken = store.drainLastSeen();
    expect([...taken]).toEqual([['ann', startTime + 301_000]]);
    store.restoreLastSeen(taken);
    expect(unsaved()).toEqual([['ann', startTime + 301_000]]);
  });
}
