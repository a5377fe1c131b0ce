import { setTimeout as sleep } from 'node:timers/promises';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { runConcurrently } from '../support/concurrency';
import { aTime } from '../support/matchers';
import { testApp, type TestApp } from '../support/test-app';

let t: TestApp;
let sockets: PresenceClients;
let owner: TestUser;

beforeAll(async () => {
  t = await testApp();
  sockets = new PresenceClients(t.url);
  owner = await t.as.owner();
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

describe('a status', () => {
  it('is sent to the own client and to the watchers', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    const there = await sockets.connect(ben!, { device_type: 'desktop' });
    await watcher.watch(ben!);
    for (const [status, text] of [
      ['dnd', 'In a meeting'],
      ['away', 'Lunch 🍲'],
      ['online', 'Back'],
      ['away', null],
    ] as const) {
      expect(await there.request('status', { status, text })).toEqual({
        user_id: ben!.id,
        is_online: true,
        status,
        text,
        until: null,
        last_seen: aTime,
        devices: ['desktop'],
      });
      await watcher.waitForStatus(ben!, { status, text, is_online: true });
    }
  });

  it('is taken back when its time is over', async () => {
    const [ann, ben] = await runConcurrently(2, () => t.as.verifiedUser());
    const watcher = await sockets.connect(ann!);
    const there = await sockets.connect(ben!);
    await watcher.watch(ben!);
    const until = inSeconds(3);
    expect(await there.request('status', { status: 'dnd', text: 'Back soon', until })).toMatchObject({ until });
    await watcher.waitForStatus(ben!, { status: 'dnd', text: 'Back soon' });
    await watcher.waitForStatus(ben!, { status: 'online', text: null });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
  });

  it('stays for the next connection', async () => {
    const ben = await t.as.verifiedUser();
    const there = await sockets.connect(ben);
    await there.request('status', { status: 'dnd', text: 'Writing' });
    there.socket.disconnect();
    await sockets.connect(ben, { device_type: 'ios' });
    const watcher = await sockets.connect(owner);
    expect(await watcher.watch(ben)).toMatchObject([{ status: 'dnd', text: 'Writing', devices: ['ios'] }]);
  });

  it('is refused where it is none', async () => {
    const there = await sockets.connect(await t.as.verifiedUser());
    const faults = async (body: object) => {
      const { error } = await there.request('status', body);
      return error.errors.map(({ field, code }: never) => `${field} ${code}`);
    };
    expect(await faults({})).toEqual(['status required']);
    for (const status of ['offline', 'idle', '', 'ONLINE'])
      expect(await faults({ status })).toEqual(['status invalid_choice']);
    expect(await faults({ status: 1 })).toEqual(['status invalid_type']);
    expect(await faults({ status: 'dnd', text: 'x'.repeat(141) })).toEqual(['text too_long']);
    expect(await faults({ status: 'dnd', text: 'a\u0000b' })).toEqual(['text invalid_characters']);
    expect(await faults({ status: 'dnd', until: 'tomorrow' })).toEqual(['until invalid_time']);
    expect(await faults({ status: 'dnd', until: inSeconds(-1) })).toEqual(['until not_in_future']);
    expect(await faults({ status: 'dnd', mood: 'good' })).toEqual(['mood unknown_field']);
    expect(await there.request('status', { status: 'dnd', text: '🍲'.repeat(140) })).toMatchObject({ status: 'dnd' });
  });
});

describe('who is invisible', () => {
  let ann: TestUser;
  let ben: TestUser;
  let gone: TestUser;

  beforeAll(async () => {
    [ann, ben, gone] = (await runConcurrently(3, () => t.as.verifiedUser())) as [TestUser, TestUser, TestUser];
    await t.http.post('/api/logout', {}, { token: gone.access });
  });

  it('appears offline everywhere and to all others, but not to the user', async () => {
    const watcher = await sockets.connect(ann);
    const there = await sockets.connect(ben);
    await watcher.watch(ben);
    expect(await there.request('status', { status: 'invisible', text: 'Only I see this' })).toMatchObject({
      status: 'invisible',
      text: 'Only I see this',
    });
    const received = await watcher.waitForStatus(ben, { is_online: false });
    const lastSeen = received.last_seen;
    expect(received).toEqual({
      user_id: ben.id,
      is_online: false,
      status: 'offline',
      text: null,
      last_seen: aTime,
      devices: [],
    });

    // What they do now leaves no trace.
    await sleep(1200);
    await there.request('activity', {});
    await t.http.patch('/api/profile', { bio: 'I am here.' }, { token: ben.access });
    await t.http.post('/api/presence/heartbeat', {}, { token: ben.access });
    await sockets.connect(ben, { device_type: 'ios' });
    await sleep(1200);
    expect(watcher.updatesOf(ben).at(-1)).toEqual(received);

    const looks = { is_online: false, last_seen: lastSeen };
    expect(await watcher.watch(ben)).toEqual([received]);
    const read = (token: string) => t.http.get(`/api/presence?user_ids=${ben.id},${gone.id}`, { token });
    for (const { access } of [ann, owner]) {
      const { body } = await read(access);
      expect(body.items[0]).toEqual(received);
      expect(Object.keys(body.items[0])).toEqual(Object.keys(body.items[1]));
      expect({ ...body.items[0], user_id: 0, last_seen: 0 }).toEqual({ ...body.items[1], user_id: 0, last_seen: 0 });
      expect((await t.http.get(`/api/users/${ben.id}`, { token: access })).body).toMatchObject(looks);
    }
    const listed = async (query: string) =>
      (await t.http.get(`/api/users?${query}`, { token: owner.access })).body.items as { id: string }[];
    expect((await listed(`q=${ben.username}`)).find(({ id }) => id === ben.id)).toMatchObject(looks);
    expect((await listed('online=true')).map(({ id }) => id)).not.toContain(ben.id);
    expect((await listed('online=false')).map(({ id }) => id)).toContain(ben.id);
    // Not even to the own other devices, as one who watches.
    const other = await sockets.connect(ben);
    expect(await other.watch(ben)).toEqual([received]);
  });

  it('is not seen to come or go', async () => {
    const watcher = await sockets.connect(ann);
    await watcher.watch(ben);
    const there = await sockets.connect(ben, { device_type: 'android' });
    there.socket.disconnect();
    await sleep(1000);
    expect(watcher.updatesOf(ben)).toEqual([]);
  });

  it('is seen again when they want to be', async () => {
    const watcher = await sockets.connect(ann);
    await watcher.watch(ben);
    const there = await sockets.connect(ben);
    await there.request('status', { status: 'online' });
    expect(await watcher.waitForStatus(ben, { is_online: true })).toMatchObject({ status: 'online', text: null });
  });
});
