import { randomUUID } from 'node:crypto';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { serviceToken } from '../support/service-token';
import { type TestApp, testApp } from '../support/test-app';
import { twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

describe('a notification to a user who has the app open', () => {
  let close: () => Promise<void>;
  let one: TestApp;
  let other: TestApp;
  let person: TestUser;

  beforeAll(async () => {
    // Without Redis a process knows only its own users, so there is one.
    const REDIS_URL = sharedRedis();
    if (REDIS_URL) ({ one, other, close } = await twoApps({ REDIS_URL }));
    else {
      one = other = await testApp();
      close = () => one.close();
    }
    const newcomer = await one.as.unverifiedUser();
    await one.db.query('UPDATE users SET email_verified = true WHERE id = $1', [newcomer.id]);
    person = await one.as.signIn(newcomer);
  });
  afterAll(() => close());

  const send = (body: object) =>
    one.http.post(`/api/users/${person.id}/notifications`, body, { token: serviceToken(one.app, ['push.send']) });
  const idle = async () => (await one.db.query('SELECT 1 FROM graphile_worker.jobs')).length === 0;

  it('comes over the socket, whichever process takes the job and whichever has the socket', async () => {
    for (const app of [one, other]) {
      const watchers = new PresenceClients(app.url);
      const watcher = await watchers.connect(person);
      const { status, body } = await send({ title: 'Hello', body: 'there', data: { room: '7' } });
      expect(status).toBe(202);
      const received = await watcher.waitForEvent('notification');
      expect(received).toMatchObject({
        id: body.id,
        title: 'Hello',
        body: 'there',
        data: { room: '7' },
        silent: false,
      });
      await waitFor(idle, 'the queue is empty');
      expect(watcher.values('notification')).toHaveLength(1);
      watchers.close();
    }
  });

  it('is not sent to the sockets of a session that has ended', async () => {
    const again = await one.as.signIn(person);
    const watchers = new PresenceClients(one.url);
    const [stays, goes] = [await watchers.connect(person), await watchers.connect(again)];
    await one.http.post('/api/logout', {}, { token: again.access });
    await goes.waitForEvent('disconnect');
    await send({ title: 'After it' });
    await stays.waitForEvent('notification');
    await waitFor(idle, 'the queue is empty');
    expect(goes.values('notification')).toEqual([]);
    watchers.close();
  });
});

/** Keys of its own, which both processes share. */
function sharedRedis(): string {
  if (!process.env.TEST_REDIS_URL) return '';
  const url = new URL(process.env.TEST_REDIS_URL);
  url.searchParams.set('keyPrefix', `test-${randomUUID()}:`);
  return url.href;
}
