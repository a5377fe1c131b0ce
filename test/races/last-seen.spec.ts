import type { PresenceTracker, SessionActivityBuffer } from '#presence';
import { LastActiveWriter } from '#sessions';
import { LastSeenWriter } from '#users';
import { Logger } from '@nestjs/common';
import { runConcurrently } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';

let t: TestApp;
beforeAll(async () => (t = await testApp()));
afterAll(() => t.close());

const AMOUNT = 2000;

it('processes that write the same people and sessions at once never wait for each other in a circle', async () => {
  await t.db.query(
    `INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
     SELECT gen_random_uuid(), n || '@example.com', n || '@example.com', 'user' || n, 'user' || n, 'N', 'n', 'x'
     FROM generate_series(1, $1::int) AS n`,
    [AMOUNT],
  );
  await t.db.query(
    `INSERT INTO sessions (id, user_id, ip, user_agent, refresh_expires_at, expires_at, last_active_at)
     SELECT gen_random_uuid(), id, '127.0.0.1', 'test', now() + interval '1 day', now() + interval '1 day', now() - interval '1 day'
     FROM users`,
  );
  const idsOf = async (table: string): Promise<string[]> =>
    (await t.db.query(`SELECT id FROM ${table} ORDER BY random()`)).map(({ id }: { id: string }) => id);
  const warn = jest.spyOn(Logger.prototype, 'warn');
  const restore = jest.fn();
  const now = Date.now();
  await runConcurrently(4, async (n) => {
    const timesOf = async (table: string) => new Map((await idsOf(table)).map((id) => [id, now + n]));
    const [users, sessions] = [await timesOf('users'), await timesOf('sessions')];
    await Promise.all([
      new LastSeenWriter(
        { drainLastSeen: () => users, restoreLastSeen: restore } as unknown as PresenceTracker,
        t.db,
      ).flush(),
      new LastActiveWriter({ drain: () => sessions, restore } as unknown as SessionActivityBuffer, t.db).flush(),
    ]);
  });
  expect(warn).not.toHaveBeenCalled();
  expect(restore).not.toHaveBeenCalled();
  const [{ seen }] = await t.db.query(
    'SELECT array_agg(DISTINCT last_seen) AS seen FROM users WHERE password_hash = $1',
    ['x'],
  );
  expect(seen).toEqual([new Date(now + 3)]);
}, 60_000);
