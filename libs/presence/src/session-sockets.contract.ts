import type { PresenceStore } from './presence-store';
import { says, socket, type Stage, start } from './presence-store.contract';

/** A session that opened a socket lives by it: whatever else it asks for, on whichever process. */
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
  /** Each change of what the watchers saw. */
  const story = async () =>
    (await stage.heard()).map(({ status }) => status).filter((status, n, all) => status !== all[n - 1]);
  /** A client that asks both processes for something each second. */
  const asks = async (seconds: number, sessionId = 'laptop') => {
    for (let n = 0; n < seconds; n++) {
      for (const each of stage.stores) await each.recordHeartbeat('ann', sessionId);
      await stage.pass(1000);
    }
  };
  /** Neither what is told late nor what is told again brings somebody back. */
  const staysOffline = async () => {
    for (let n = 0; n < 12; n++) {
      await stage.pass(10_000);
      await other.setStatus('ann', says('online', `text ${n}`));
      expect(await ann()).toMatchObject({ status: 'offline', isOnline: false });
    }
  };

  it('when that is cut off it is gone after 8 s, whatever it had asked for before', async () => {
    await asks(3);
    await store.connect(socket('1', 'web', 'laptop'));
    await asks(40);
    for (const each of stage.stores) await each.recordHeartbeat('ann', 'laptop');
    await store.disconnect('1', { clean: false });
    await stage.pass(7999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 43_000 });
    await staysOffline();
    expect(await story()).toEqual(['online', 'offline']);
  });

  it('when that says goodbye it is gone at once', async () => {
    await asks(3);
    await store.connect(socket('1', 'web', 'laptop'));
    await asks(40);
    await store.disconnect('1', { clean: true });
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('what it asks for afterwards counts 90 s, within the 8 s and without a gap', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await asks(7);
    await store.disconnect('1', { clean: false });
    await stage.pass(100);
    await other.recordHeartbeat('ann', 'laptop');
    for (let second = 0; second < 89; second++) await stage.pass(1000);
    await stage.pass(999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 7100 });
    expect(await story()).toEqual(['online', 'offline']);
  });

  it('what it asks for after it was gone counts 90 s as well', async () => {
    for (const clean of [true, false]) {
      const began = stage.now;
      await store.connect(socket(`${began}`, 'web', 'laptop'));
      await asks(3);
      await store.disconnect(`${began}`, { clean });
      if (!clean) await stage.pass(8000);
      expect(await ann()).toMatchObject({ status: 'offline' });
      await stage.heard();
      await stage.pass(1);
      await other.recordHeartbeat('ann', 'laptop');
      expect(await ann()).toMatchObject({ status: 'online', devices: [] });
      await stage.pass(89_999);
      expect(await ann()).toMatchObject({ status: 'online' });
      await stage.pass(1);
      expect(await ann()).toMatchObject({ status: 'offline' });
    }
  });

  it('it is there until the last of its sockets is gone', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await other.connect(socket('2', 'web', 'laptop'));
    await asks(5);
    await store.disconnect('1', { clean: true });
    await asks(20);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['web'] });
    await other.disconnect('2', { clean: false });
    await stage.pass(7999);
    expect(await ann()).toMatchObject({ status: 'online' });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('it is there again with its next socket, and gone with that', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await asks(5);
    await store.disconnect('1', { clean: false });
    await asks(3);
    await other.connect(socket('2', 'web', 'laptop'));
    await asks(30);
    await other.disconnect('2', { clean: false });
    await stage.pass(8000);
    expect(await ann()).toMatchObject({ status: 'offline' });
    await staysOffline();
  });

  it('another session of the user goes on as it was', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await other.recordHeartbeat('ann', 'phone', 'ios');
    await asks(10);
    await store.disconnect('1', { clean: false });
    await stage.pass(79_999);
    expect(await ann()).toMatchObject({ status: 'online', devices: ['ios'] });
    await stage.pass(1);
    expect(await ann()).toMatchObject({ status: 'offline', lastSeen: start + 10_000 });
  });

  it('one that was refused has opened none', async () => {
    for (let n = 0; n < 20; n++) await other.connect(socket(`${n}`));
    await store.recordHeartbeat('ann', 'script');
    expect(await store.connect(socket('20', 'web', 'script'))).toBe('too_many');
    for (let n = 0; n < 20; n++) await other.disconnect(`${n}`, { clean: true });
    expect(await ann()).toMatchObject({ status: 'online', devices: [] });
  });

  it('what the own user sees is what was asked for last', async () => {
    await store.connect(socket('1', 'web', 'laptop'));
    await other.recordHeartbeat('ann', 'laptop');
    await stage.pass(1000);
    await store.disconnect('1', { clean: true });
    await stage.pass(1);
    await other.recordHeartbeat('ann', 'laptop');
    expect(await other.readOwn('ann')).toMatchObject({ status: 'online', isOnline: true });
  });
}
