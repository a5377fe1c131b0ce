import { randomUUID } from 'node:crypto';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { aTime, problemSummary } from '../support/matchers';
import { testApp, type TestApp } from '../support/test-app';

let t: TestApp;
let sockets: PresenceClients;
let ann: TestUser;
let ben: TestUser;

beforeAll(async () => {
  t = await testApp();
  sockets = new PresenceClients(t.url);
  [ann, ben] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

const read = (query: string, token = ann.access) => t.http.get(`/api/presence${query}`, { token });
const put = (body: unknown, token = ann.access) => t.http.put('/api/presence', body, { token });

describe('GET /api/presence', () => {
  it('answers in the order asked for, each once', async () => {
    await sockets.connect(ben, { device_type: 'ios' });
    const unknownId = randomUUID();
    const { status, body } = await read(
      `?user_ids=${ben.id},${unknownId}&user_ids=${ann.id}&user_ids=${ben.id.toUpperCase()}`,
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        { user_id: ben.id, is_online: true, status: 'online', text: null, last_seen: aTime, devices: ['ios'] },
        { user_id: unknownId, is_online: false, status: 'offline', text: null, last_seen: null, devices: [] },
        { user_id: ann.id, is_online: true, status: 'online', text: null, last_seen: aTime, devices: [] },
      ],
      next_cursor: null,
    });
  });

  it('takes 100 at the most', async () => {
    const ids = Array.from({ length: 101 }, () => randomUUID());
    expect((await read(`?user_ids=${ids.slice(1).join(',')}`)).body.items).toHaveLength(100);
    expect(problemSummary(await read(`?user_ids=${ids.join(',')}`))).toEqual([
      400,
      'validation_failed',
      'user_ids too_many',
    ]);
  });

  it('says what is wrong', async () => {
    expect(problemSummary(await read(''))).toEqual([400, 'validation_failed', 'user_ids required']);
    for (const ids of ['', 'x', `${ann.id},`, '[]'])
      expect(problemSummary(await read(`?user_ids=${ids}`))).toEqual([400, 'validation_failed', 'user_ids invalid_id']);
    expect(problemSummary(await read(`?user_ids=${ann.id}&q=1`))).toEqual([
      400,
      'validation_failed',
      'q unknown_field',
    ]);
  });

  it('is closed to strangers, and to who has not verified the address', async () => {
    expect((await t.http.get(`/api/presence?user_ids=${ann.id}`)).status).toBe(401);
    const newcomer = await t.as.unverifiedUser();
    expect(problemSummary(await read(`?user_ids=${ann.id}`, newcomer.access))).toEqual([403, 'email_not_verified']);
  });
});

describe('PUT /api/presence', () => {
  it('sets the own status, and is seen by others', async () => {
    const watcher = await sockets.connect(ben);
    await watcher.watch(ann);
    const until = new Date(Date.now() + 60_000).toISOString();
    const { status, body } = await put({ status: 'dnd', text: 'In a meeting', until });
    expect(status).toBe(200);
    expect(body).toEqual({
      user_id: ann.id,
      is_online: true,
      status: 'dnd',
      text: 'In a meeting',
      until,
      last_seen: aTime,
      devices: [],
    });
    expect(await watcher.waitForStatus(ann, { status: 'dnd' })).toMatchObject({ text: 'In a meeting' });
    expect((await put({ status: 'online' })).body).toMatchObject({ status: 'online', text: null, until: null });
    await watcher.waitForStatus(ann, { status: 'online' });
  });

  it('says what is wrong', async () => {
    const faults = async (body: unknown) => problemSummary(await put(body)).slice(2);
    expect(await faults({})).toEqual(['status required']);
    expect(await faults({ status: 'offline' })).toEqual(['status invalid_choice']);
    expect(await faults({ status: 'dnd', text: 'x'.repeat(141) })).toEqual(['text too_long']);
    expect(await faults({ status: 'dnd', until: '2020-01-01T00:00:00Z' })).toEqual(['until not_in_future']);
    expect(await faults({ status: 'dnd', user_id: ben.id })).toEqual(['user_id unknown_field']);
    expect(await faults([])).toEqual([' invalid_type']);
    expect((await t.http.put('/api/presence', { status: 'dnd' })).status).toBe(401);
  });
});

describe('POST /api/presence/heartbeat', () => {
  it('keeps a client without a socket online, with or without a body', async () => {
    const cas = await t.as.verifiedUser();
    const [token, options] = [cas.access, { token: cas.access }];
    const answer = await t.http.post('/api/presence/heartbeat', undefined, options);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ user_id: cas.id, is_online: true, status: 'online', devices: [] });
    expect((await t.http.post('/api/presence/heartbeat', {}, options)).status).toBe(200);
    expect((await read(`?user_ids=${cas.id}`)).body.items[0]).toMatchObject({ is_online: true, devices: [] });
    await t.http.post('/api/logout', {}, { token });
    expect((await read(`?user_ids=${cas.id}`)).body.items[0]).toMatchObject({ is_online: false, devices: [] });
  });
});

it('metrics contain the sockets, the watched users and the delay of changes', async () => {
  const watcher = await sockets.connect(ann);
  await watcher.watch(ben, ann);
  await watcher.request('status', { status: 'away' });
  await watcher.waitForStatus(ann, { status: 'away' });
  const { body } = await t.http.get('/metrics');
  const metric = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1]);
  expect(metric('presence_connections')).toBeGreaterThanOrEqual(1);
  expect(metric('presence_watched_users')).toBe(2);
  expect(metric('presence_delivery_seconds_count')).toBeGreaterThanOrEqual(1);
});
