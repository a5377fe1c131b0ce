import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { PresenceClients } from '../support/presence-client';
import { runConcurrently } from '../support/concurrency';
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

const strangers = (count: number) => Array.from({ length: count }, () => randomUUID());

describe('a user', () => {
  it('has 20 connections, over all sessions, and no more', async () => {
    const ann = await t.as.verifiedUser();
    const again = await t.as.signIn(ann);
    const outcomes = await runConcurrently(25, (n) =>
      sockets.connect(n % 2 ? ann : again).catch((error) => error.data),
    );
    const refused = outcomes.filter((outcome) => 'code' in outcome);
    expect(refused).toMatchObject(Array(5).fill({ status: 429, code: 'too_many_connections' }));
    expect((await sockets.connectionError({ token: ann.access })).code).toBe('too_many_connections');

    const open = outcomes.filter((outcome) => 'socket' in outcome);
    expect(open.every(({ socket }) => socket.connected)).toBe(true);
    open[0].socket.disconnect();
    await waitFor(
      () =>
        sockets.connect(ann).then(
          () => true,
          () => false,
        ),
      'there is room for another one',
    );
  });
});

describe('a socket', () => {
  it('watches 500 users, and no more until it lets some go', async () => {
    const watcher = await sockets.connect(await t.as.verifiedUser());
    const [first, second] = [strangers(300), strangers(200)];
    expect((await watcher.request('watch', { user_ids: first })).presence).toHaveLength(300);
    expect((await watcher.request('watch', { user_ids: [...first, ...second] })).presence).toHaveLength(500);
    expect((await watcher.request('watch', { user_ids: [...second, ...second] })).presence).toHaveLength(200);
    const one = { user_ids: strangers(1) };
    expect(await watcher.request('watch', one)).toMatchObject({ error: { status: 409, code: 'too_many_watched' } });
    expect(await watcher.request('watch', { user_ids: strangers(501) })).toMatchObject({
      error: { code: 'too_many_watched' },
    });
    await watcher.request('unwatch', { user_ids: [first[0]] });
    expect((await watcher.request('watch', one)).presence).toHaveLength(1);
    expect(watcher.socket.connected).toBe(true);
  });

  it('may send 20 messages in a second', async () => {
    const watcher = await sockets.connect(await t.as.verifiedUser());
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 20 }, () => watcher.request('activity', {})));
      await sleep(1100);
    }
    expect(watcher.socket.connected).toBe(true);
    expect(watcher.values('too_many_messages')).toEqual([]);
  });

  it.each(['activity', 'something-unknown'])('gets an error and is closed after the 21st %s', async (message) => {
    const watcher = await sockets.connect(await t.as.verifiedUser());
    for (let n = 0; n < 21; n++) watcher.socket.emit(message, {});
    expect(await watcher.waitForEvent('too_many_messages')).toEqual({ detail: expect.stringContaining('20 messages') });
    expect(await watcher.waitForEvent('disconnect')).toMatch(/^(io server disconnect|transport close)$/);
  });

  it('is closed by a frame of more than 64 KiB', async () => {
    const ann = await t.as.verifiedUser();
    for (const transport of ['websocket', 'polling']) {
      const watcher = await sockets.connect(ann, {}, { transports: [transport] });
      const [fits, tooLong] = [60_000, 66_000].map((length) => ({ status: 'dnd', text: 'x'.repeat(length) }));
      expect((await watcher.request('status', fits)).error.code).toBe('validation_failed');
      watcher.socket.emit('status', tooLong);
      await watcher.waitForEvent('disconnect');
    }
  });

  it('that joins no namespace is cut off', async () => {
    const connection = await sockets.raw();
    await new Promise((resolve) => connection.once('close', resolve));
  });
});
