import { says, socket, type Stage, start } from './presence-stage.contract';
import type { PresenceStore } from './presence-store';

/** Contract of every store. `open` creates a stage with its own keys, on which `ann` is watched. */
export function presenceStoreContract(open: () => Promise<Stage>): void {
  let stage: Stage;
  let store: PresenceStore;
  let other: PresenceStore;

  beforeEach(async () => {
    stage = await open();
    store = stage.stores[0]!;
    other = stage.stores.at(-1)!;
  });
  afterEach(() => stage.close());

  const ann = async () => (await other.read(['ann'])).get('ann')!;
  const statuses = async () => (await stage.received()).map(({ status }) => status);

  it('returns every requested user, offline without stored presence', async () => {
    const answer = await store.read(['ann', 'bob']);
    expect([...answer.values()].map(({ status, lastSeen, version }) => [status, lastSeen, version])).toEqual([
      ['offline', null, 0],
      ['offline', null, 0],
    ]);
    expect(await store.onlineUsers()).toEqual([]);
  });

  it('publishes connects, devices and clean disconnects', async () => {
    expect(await store.connect(socket('1'))).toBe('ok');
    await store.connect(socket('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'online', isOnline: true, devices: ['ios', 'web'], lastSeen: start });
    expect(await other.onlineUsers()).toEqual(['ann']);
    await stage.pass(5000);
    await store.disconnect('1', { clean: true });
    await store.disconnect('2', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline', isOnline: false, devices: [], lastSeen: start + 5000 });
    expect(await other.onlineUsers()).toEqual([]);
    expect((await stage.received()).map(({ devices }) => devices)).toEqual([['web'], ['ios', 'web'], ['ios'], []]);
  });

  it('versions increase, even if the user was deleted in between', async () => {
    for (const id of ['1', '2']) {
      await store.connect(socket(id));
      await store.disconnect(id, { clean: true });
      await stage.pass(4_000_000);
    }
    const versions = (await stage.received()).map(({ version }) => version);
    expect(versions).toHaveLength(4);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('a user is online for 8 s after an unclean disconnect', async () => {
    await store.connect(socket('1'));
    await store.disconnect('1', { clean: false });
    await stage.pass(7999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start });
    expect(await statuses()).toEqual(['online', 'offline']);
  });

  it('a reconnect within the grace period publishes nothing', async () => {
    await store.connect(socket('1'));
    await store.disconnect('1', { clean: false });
    await stage.pass(5000);
    await other.connect(socket('2'));
    await stage.pass(60_000);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    expect(await statuses()).toEqual(['online']);
  });

  it('is away when every device is idle, reported or after ten minutes', async () => {
    await store.connect(socket('1'));
    await other.connect(socket('2'));
    await store.markIdle('1');
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(599_999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'away', isOnline: true });
    await store.markActive('1');
    expect(await statuses()).toEqual(['online', 'away', 'online']);
  });

  it('shows the manual status until it expires', async () => {
    await store.connect(socket('1'));
    await other.setStatus('ann', says('dnd', 'tea', start + 1000));
    expect(await ann()).toMatchObject({ status: 'dnd', text: 'tea', isOnline: true });
    await stage.pass(1000);
    expect(await ann()).toMatchObject({ status: 'online', text: null });
    expect(await statuses()).toEqual(['online', 'dnd', 'online']);
  });

  it('the latest manual status wins, on whichever node it was set', async () => {
    await store.connect(socket('1'));
    await store.setStatus('ann', says('dnd'));
    await other.setStatus('ann', says('away', 'tea'));
    await store.markActive('1');
    await store.connect(socket('2', 'ios'));
    expect(await ann()).toMatchObject({ status: 'away', text: 'tea', devices: ['ios', 'web'] });
  });

  it('keeps the manual status for the next connection', async () => {
    await store.connect(socket('1'));
    await store.setStatus('ann', says('invisible'));
    await store.disconnect('1', { clean: true });
    await stage.pass(4_000_000);
    await other.connect(socket('2'));
    expect(await ann()).toMatchObject({ status: 'offline' });
    expect(await other.readOwn('ann')).toMatchObject({ status: 'invisible', isOnline: true });
  });

  it('an invisible user looks exactly like one who disconnected at that moment', async () => {
    await store.connect(socket('1'));
    await stage.pass(1000);
    await store.setStatus('ann', says('invisible', 'hidden'));
    store.drainLastSeen();
    await stage.pass(1000);
    await store.connect(socket('2', 'ios'));
    await store.markActive('1');
    await store.setStatus('ann', says('invisible', 'well hidden'));
    await store.recordHeartbeat('ann', 'a request');
    await store.disconnect('2', { clean: true });
    await stage.pass(1_000_000);
    const { version, ...seen } = await ann();
    expect(seen).toEqual({
      userId: 'ann',
      isOnline: false,
      status: 'offline',
      text: null,
      devices: [],
      lastSeen: start + 1000,
    });
    expect(version).toBeGreaterThan(0);
    expect(await other.onlineUsers()).toEqual([]);
    expect(await statuses()).toEqual(['online', 'offline']);
    expect(stage.stores.flatMap((each) => [...each.drainLastSeen()])).toEqual([]);
    expect(await store.readOwn('ann')).toMatchObject({ status: 'invisible', text: 'well hidden', devices: ['web'] });
  });

  it('publishes nothing when an invisible user connects and disconnects', async () => {
    await store.setStatus('ann', says('invisible'));
    await store.connect(socket('1'));
    await store.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: null, version: 0 });
    expect(await stage.received()).toEqual([]);
  });

  it('a heartbeat counts for 90 s', async () => {
    await store.recordHeartbeat('ann', 'phone');
    expect(await ann()).toMatchObject({ status: 'online', devices: [] });
    await stage.pass(60_000);
    await other.recordHeartbeat('ann', 'phone', 'ios');
    await stage.pass(89_999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 60_000 });
  });

  it('the 90 s start at the latest heartbeat', async () => {
    for (let n = 0; n < 4; n++) {
      await store.recordHeartbeat('ann', 'phone');
      await stage.pass(20_000);
    }
    await stage.pass(69_999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 60_000 });
    expect(await statuses()).toEqual(['online', 'offline']);
  });

  it('revoked sessions stop counting at once, whichever node has their sockets', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await store.connect(socket('2', 'ios', 'phone'));
    await store.recordHeartbeat('ann', 'script');
    await stage.pass(1000);
    await other.revokeSessions('ann', ['laptop', 'script']);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await other.revokeSessions('ann', ['phone']);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 1000 });
    expect(await statuses()).toEqual(['online', 'online', 'online', 'offline']);
  });

  it('allows 20 connections per user on all nodes', async () => {
    for (let i = 0; i < 20; i++) expect(await (i % 2 ? store : other).connect(socket(`${i}`))).toBe('ok');
    expect(await store.connect(socket('20'))).toBe('too_many');
    expect(await other.connect(socket('21'))).toBe('too_many');
    expect(await store.connect({ ...socket('22'), userId: 'bob' })).toBe('ok');
    await store.disconnect('1', { clean: false });
    expect(await store.connect(socket('23'))).toBe('ok');
    for (let i = 0; i < 20; i++) await (i % 2 ? store : other).disconnect(`${i}`, { clean: true });
    await store.disconnect('23', { clean: true });
    await stage.pass(8000);
    expect(await ann()).toMatchObject({ status: 'offline' });
  });

  it('publishes only watched users, until the last unwatch', async () => {
    other.watch(['bob', 'bob']);
    other.unwatch(['bob']);
    await store.connect({ ...socket('1'), userId: 'bob' });
    await store.connect({ ...socket('2'), userId: 'eve' });
    expect((await stage.received()).map(({ userId }) => userId)).toEqual(['bob']);
    other.unwatch(['bob']);
    await store.disconnect('1', { clean: true });
    expect(await stage.received()).toHaveLength(1);
  });

  it('records `last_seen` on disconnect, and at most every five minutes while active', async () => {
    const unsaved = () => [...store.drainLastSeen()];
    await store.connect(socket('1'));
    expect(unsaved()).toEqual([['ann', start]]);
    await stage.pass(299_999);
    await store.markActive('1');
    expect(unsaved()).toEqual([]);
    await stage.pass(1);
    await store.markActive('1');
    expect(unsaved()).toEqual([['ann', start + 300_000]]);
    await stage.pass(1000);
    expect(unsaved()).toEqual([]);
    await store.disconnect('1', { clean: true });
    const taken = store.drainLastSeen();
    expect([...taken]).toEqual([['ann', start + 301_000]]);
    store.restoreLastSeen(taken);
    expect(unsaved()).toEqual([['ann', start + 301_000]]);
  });
}
