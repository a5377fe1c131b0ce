import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PresenceClients } from '../support/presence-client';
import { runConcurrently } from '../support/concurrency';
import { aTime } from '../support/matchers';
import { recordStatements } from '../support/record-statements';
import { testApp, type TestApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let t: TestApp;
let sockets: PresenceClients;

beforeAll(async () => {
  t = await testApp();
  sockets = new PresenceClients(t.url);
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

/** Signing in is a sign of life; a logout takes it back. */
async function somebodyOffline() {
  const person = await t.as.verifiedUser();
  await t.http.post('/api/logout', {}, { token: person.access });
  return person;
}

describe('watch', () => {
  it('answers how everybody is now, in the order asked for, each once', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const cas = await somebodyOffline();
    const watcher = await sockets.connect(ann!);
    await sockets.connect(ben!, { device_type: 'ios' });
    expect(await watcher.watch(cas, ben!, ann!, ben!)).toEqual([
      { user_id: cas.id, is_online: false, status: 'offline', text: null, last_seen: aTime, devices: [] },
      { user_id: ben!.id, is_online: true, status: 'online', text: null, last_seen: aTime, devices: ['ios'] },
      { user_id: ann!.id, is_online: true, status: 'online', text: null, last_seen: aTime, devices: ['web'] },
    ]);
  });

  it('reports an unknown user as offline', async () => {
    const watcher = await sockets.connect(await t.as.verifiedUser());
    const id = randomUUID();
    expect(await watcher.watch({ id })).toEqual([
      { user_id: id, is_online: false, status: 'offline', text: null, last_seen: null, devices: [] },
    ]);
  });

  it('takes ids in capitals too', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    expect(await watcher.watch({ id: ben!.id.toUpperCase() })).toMatchObject([{ user_id: ben!.id }]);
    await sockets.connect(ben!, { device_type: 'desktop' });
    await watcher.waitForStatus(ben!, { devices: 'desktop' });
  });

  it('brings news of those alone who are watched, until unwatch', async () => {
    const [ann, ben, cas] = await runConcurrently(3, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    await watcher.watch(ben!, cas!);
    expect(await watcher.request('unwatch', { user_ids: [cas!.id] })).toEqual({});
    await sockets.connect(cas!, { device_type: 'ios' });
    const there = await sockets.connect(ben!, { device_type: 'android' });
    expect(await watcher.waitForStatus(ben!, { devices: 'android' })).toEqual({
      user_id: ben!.id,
      is_online: true,
      status: 'online',
      text: null,
      last_seen: aTime,
      devices: ['android'],
    });
    await there.request('status', { status: 'dnd' });
    await watcher.waitForStatus(ben!, { status: 'dnd' });
    expect(watcher.updatesOf(cas!)).toEqual([]);
  });

  it('sees a goodbye at once, and who is back within 8 seconds not gone at all', async () => {
    const [ann, ben, cas] = await runConcurrently(3, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    const saying = await sockets.connect(ben!, { device_type: 'ios' });
    const cut = await sockets.connect(cas!, { device_type: 'ios' });
    await watcher.watch(ben!, cas!);
    saying.socket.disconnect();
    await watcher.waitForStatus(ben!, { is_online: false, devices: '' });
    // As when a train enters a tunnel.
    cut.socket.io.engine.close();
    await sleep(1500);
    await sockets.connect(cas!, { device_type: 'ios' });
    await sleep(9000);
    expect(watcher.updatesOf(cas!)).toEqual([]);
  });

  it('combines a series of changes, and sends the last one in the end', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    const there = await sockets.connect(ben!);
    await watcher.watch(ben!);
    const began = Date.now();
    for (let n = 0; n < 10; n++) {
      await there.request('status', { status: n % 2 ? 'away' : 'dnd', text: `text ${n}` });
      await sleep(60);
    }
    await watcher.waitForStatus(ben!, { text: 'text 9' });
    const times = watcher.events.filter(({ name }) => name === 'presence').map(({ at }) => at);
    const seconds = (Date.now() - began) / 1000;
    expect(times.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
    expect(times.length).toBeLessThan(10);
  });

  it('works without a callback', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    watcher.socket.emit('watch', { user_ids: [ben!.id] });
    watcher.socket.emit('watch', { user_ids: 'everybody' });
    expect(await watcher.waitForEvent('exception')).toMatchObject({ code: 'validation_failed' });
    const there = await sockets.connect(ben!, { device_type: 'ios' });
    await watcher.waitForStatus(ben!, { devices: 'ios' });
    there.socket.emit('status', { status: 'away' });
    await watcher.waitForStatus(ben!, { status: 'away' });
  });

  it('says what is wrong with a message', async () => {
    const watcher = await sockets.connect(await t.as.verifiedUser());
    const faults = async (message: string, ...values: unknown[]) => {
      const { error } = await watcher.request(message, ...values);
      return [error.status, error.code, ...error.errors.map(({ field, code }: never) => `${field} ${code}`)];
    };
    for (const nothing of [[], [null], [{}], [{ user_ids: null }]])
      expect(await faults('watch', ...nothing)).toEqual([400, 'validation_failed', 'user_ids required']);
    await sleep(1000);
    expect(await faults('watch', { user_ids: 'x' })).toEqual([400, 'validation_failed', 'user_ids invalid_type']);
    expect(await faults('watch', { user_ids: ['x'] })).toEqual([400, 'validation_failed', 'user_ids invalid_id']);
    expect(await faults('watch', { user_ids: [{}] })).toEqual([400, 'validation_failed', 'user_ids invalid_id']);
    expect(await faults('watch', { user_ids: [], x: 1 })).toEqual([400, 'validation_failed', 'x unknown_field']);
    expect(await faults('watch', 'everybody')).toEqual([400, 'validation_failed', ' invalid_type']);
    expect(await faults('unwatch', {})).toEqual([400, 'validation_failed', 'user_ids required']);
    expect(await faults('authenticate', {})).toEqual([400, 'validation_failed', 'token required']);
    expect(await watcher.request('watch', { user_ids: [] })).toEqual({ presence: [] });
  });

  it('lives on after events that it does not know, and names that Node keeps for itself', async () => {
    const watcher = await sockets.connect(await t.as.verifiedUser());
    for (const name of ['error', 'nothing', 'constructor', '__proto__']) watcher.socket.emit(name, { a: 1 });
    expect(await watcher.request('activity', {})).toEqual({});
    expect(await watcher.request('activity')).toEqual({});
    expect(watcher.socket.connected).toBe(true);
  });
});

it('fifty sockets that sit there ask PostgreSQL nothing', async () => {
  const people = await runConcurrently(10, () => t.as.verifiedUser());
  const watchers = await runConcurrently(50, (n) => sockets.connect(people[n % 10]!));
  await sleep(1000);
  const statements = await recordStatements(t.db, async () => {
    for (let round = 0; round < 3; round++) {
      await Promise.all(watchers.map((watcher) => watcher.request('activity', {})));
      await Promise.all(watchers.map((watcher) => watcher.watch(...people)));
    }
    await Promise.all(people.map(({ access }) => t.http.post('/api/presence/heartbeat', {}, { token: access })));
  });
  expect(statements.filter((statement) => !/^SELECT 1$/.test(statement))).toEqual([]);
  await waitFor(() => watchers.every(({ socket }) => socket.connected), 'all are still there');
});
