import type { PresenceStore } from './presence-store';
import { says, socket, type Stage, start } from './presence-stage.contract';

/** Once a session has opened a socket, the socket decides, not its heartbeats on any node. */
export function sessionSocketsContract(open: () => Promise<Stage>): void {
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
  /** Each change of the status that watchers received. */
  const statusChanges = async () =>
    (await stage.received()).map(({ status }) => status).filter((status, n, all) => status !== all[n - 1]);
  /** A client that sends a request to each node every second. */
  const sendHeartbeats = async (seconds: number, sessionId = 'laptop') => {
    for (let n = 0; n < seconds; n++) {
      for (const each of stage.stores) await each.recordHeartbeat('ann', sessionId);
      await stage.pass(1000);
    }
  };
  /** Neither a late nor a repeated sync brings the user online. */
  const staysOffline = async () => {
    for (let n = 0; n < 12; n++) {
      await stage.pass(10_000);
      await other.setStatus('ann', says('online', `text ${n}`));
      expect(await ann()).toMatchObject({ status: 'offline', isOnline: false });
    }
  };

  it('is offline 8 s after an unclean disconnect, whatever its earlier heartbeats', async () => {
    await sendHeartbeats(3);
    await store.connect(socket('1', 'web', 'laptop'));
    await sendHeartbeats(40);
    for (const each of stage.stores) await each.recordHeartbeat('ann', 'laptop');
    await store.disconnect('1', { clean: false });
    await stage.pass(7999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 43_000 });
    await staysOffline();
    expect(await statusChanges()).toEqual(['online', 'offline']);
  });

  it('is offline at once after a clean disconnect', async () => {
    await sendHeartbeats(3);
    await store.connect(socket('1', 'web', 'laptop'));
    await sendHeartbeats(40);
    await store.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('a heartbeat within the grace period counts for 90 s, without a gap', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await sendHeartbeats(7);
    await store.disconnect('1', { clean: false });
    await stage.pass(100);
    await other.recordHeartbeat('ann', 'laptop');
    for (let second = 0; second < 89; second++) await stage.pass(1000);
    await stage.pass(999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 7100 });
    expect(await statusChanges()).toEqual(['online', 'offline']);
  });

  it('a heartbeat after the user went offline counts for 90 s', async () => {
    for (const clean of [true, false]) {
      const began = stage.now;
      await store.connect(socket(`${began}`, 'web', 'laptop'));
      await sendHeartbeats(3);
      await store.disconnect(`${began}`, { clean });
      if (!clean) await stage.pass(8000);
      expect(await ann()).toMatchObject({ status: 'offline' });
      await stage.received();
      await stage.pass(1);
      await other.recordHeartbeat('ann', 'laptop');
      expect(await ann()).toMatchObject({ status: 'online', devices: [] });
      await stage.pass(89_999);
      expect(await ann()).toMatchObject({ status: 'online' });
      await stage.pass(1);
      expect(await ann()).toMatchObject({ status: 'offline' });
    }
  });

  it('is online until its last socket is lost', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await other.connect(socket('2', 'web', 'laptop'));
    await sendHeartbeats(5);
    await store.disconnect('1', { clean: true });
    await sendHeartbeats(20);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    await other.disconnect('2', { clean: false });
    await stage.pass(7999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('is online with its next socket, and offline after it', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await sendHeartbeats(5);
    await store.disconnect('1', { clean: false });
    await sendHeartbeats(3);
    await other.connect(socket('2', 'web', 'laptop'));
    await sendHeartbeats(30);
    await other.disconnect('2', { clean: false });
    await stage.pass(8000);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('another session of the user is not affected', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await other.recordHeartbeat('ann', 'phone', 'ios');
    await sendHeartbeats(10);
    await store.disconnect('1', { clean: false });
    await stage.pass(79_999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 10_000 });
  });

  it('a rejected socket has no effect', async () => {
    for (let n = 0; n < 20; n++) await other.connect(socket(`${n}`));
    await store.recordHeartbeat('ann', 'script');
    expect(await store.connect(socket('20', 'web', 'script'))).toBe('too_many');
    for (let n = 0; n < 20; n++) await other.disconnect(`${n}`, { clean: true });
    expect(await ann()).toMatchObject({ status: 'online', devices: [] });
  });

  it('the user themself sees the latest heartbeat', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await other.recordHeartbeat('ann', 'laptop');
    await stage.pass(1000);
    await store.disconnect('1', { clean: true });
    await stage.pass(1);
    await other.recordHeartbeat('ann', 'laptop');
    expect(await other.readOwn('ann')).toMatchObject({ status: 'online', isOnline: true });
  });
}
