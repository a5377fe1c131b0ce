import { NodeReporter } from '#administration';
import { Maintenance } from '#platform';
import { ActivityCountsWriter } from '#statistics';
import { EventStreamReader } from '../support/event-stream-reader';
import { aTime, anId, problemSummary } from '../support/matchers';
import { recordStatements } from '../support/record-statements';
import { serviceToken } from '../support/service-token';
import type { TestUser } from '../support/test-users';
import { twoApps, type TwoApps } from '../support/two-apps';

describe('statistics', () => {
  let apps: TwoApps;
  let owner: TestUser;
  let moderator: TestUser;

  beforeAll(async () => {
    apps = await twoApps();
    owner = await apps.one.as.owner();
    const { body } = await apps.one.http.post('/api/register', apps.one.as.form());
    await apps.one.db.query('UPDATE users SET email_verified = true');
    const role = { user_id: body.user.id, role: 'moderator' };
    await apps.one.http.post('/api/assign-role', role, { token: owner.access });
    moderator = { ...owner, id: body.user.id, access: body.tokens.access };
  });
  afterAll(() => apps.close());

  const read = async () => (await apps.one.http.get('/api/statistics', { token: moderator.access })).body;
  const flush = async () => {
    for (const { app } of [apps.one, apps.other]) {
      await app.get(ActivityCountsWriter).flush();
      await app.get(NodeReporter).report();
    }
  };

  it('have a point for each hour and each day, also where nothing happened', async () => {
    const statistics = await read();
    expect(statistics).toMatchObject({
      at: aTime,
      online: expect.any(Number),
      banned: 0,
      mails: { waiting: expect.any(Number), retrying: expect.any(Number), failed: 0 },
      pushes: { waiting: 0, retrying: 0, failed: 0 },
    });
    for (const [series, length, step] of [
      [statistics.last_24_hours, 24, 3_600_000],
      [statistics.last_30_days, 30, 86_400_000],
    ]) {
      expect(series).toHaveLength(length);
      const starts = series.map(({ from }: { from: string }) => Date.parse(from));
      for (const [n, start] of starts.entries()) expect(start - starts[0]).toBe(n * step);
      expect(Date.now() - starts.at(-1)).toBeLessThan(step + 60_000);
    }
  });

  it('count sign-ins, failures, registrations and bans of all processes', async () => {
    await flush();
    const before = (await read()).last_30_days.at(-1);
    const form = apps.one.as.form();
    const { body } = await apps.one.http.post('/api/register', form);
    await apps.one.db.query('UPDATE users SET email_verified = true');
    const login = (app: 'one' | 'other', password: string) =>
      apps[app].http.post('/api/login', { email: form.email, password });
    expect((await login('one', form.password)).status).toBe(200);
    expect((await login('other', form.password)).status).toBe(200);
    expect((await login('one', 'not this one')).status).toBe(401);
    await apps.other.http.post(`/api/users/${body.user.id}/ban`, { reason: 'x' }, { token: owner.access });
    expect((await login('one', form.password)).status).toBe(403);
    await flush();
    const after = await read();
    const gained = (kind: string) => after.last_30_days.at(-1)[kind] - before[kind];
    expect(['sign_ins', 'sign_in_failures', 'registrations', 'bans'].map(gained)).toEqual([2, 1, 1, 1]);
    expect(after.last_24_hours.at(-1).sign_ins).toBeGreaterThan(0);
    expect(after.banned).toBe(1);
    await apps.one.http.delete(`/api/users/${body.user.id}/ban`, { token: owner.access });
    expect((await read()).banned).toBe(0);
  });

  it('lose nothing while the database does not take them, and are purged after 396 days', async () => {
    await flush();
    const { db, app } = apps.one;
    const sum = async () => Number((await db.query('SELECT sum(count) FROM activity_counts'))[0].sum);
    const before = await sum();
    await db.query('ALTER TABLE activity_counts RENAME TO away');
    await apps.one.http.post('/api/login', { email: owner.email, password: 'wrong' });
    await app.get(ActivityCountsWriter).flush();
    await db.query('ALTER TABLE away RENAME TO activity_counts');
    await flush();
    expect(await sum()).toBe(before + 1);
    await db.query(`INSERT INTO activity_counts VALUES (now() - interval '397 days', 'bans', 9)`);
    await app.get(Maintenance).runAll();
    expect(await sum()).toBe(before + 1);
  });

  it('take at most five statements, and none that reads a table of users or sessions whole', async () => {
    const statements = await recordStatements(apps.one.db, read);
    expect(statements.length).toBeLessThanOrEqual(5);
  });

  it('are for moderators', async () => {
    const { body } = await apps.one.http.post('/api/register', apps.one.as.form());
    await apps.one.db.query('UPDATE users SET email_verified = true');
    const answer = await apps.one.http.get('/api/statistics', { token: body.tokens.access });
    expect(problemSummary(answer).slice(0, 1)).toEqual([403]);
  });

  describe('of processes and followers', () => {
    const nodes = async () => (await apps.one.http.get('/api/nodes', { token: owner.access })).body.items;
    const followers = async (query = '') =>
      (await apps.one.http.get(`/api/authorization/followers${query}`, { token: owner.access })).body;

    it('list both processes, and their sum is in the statistics', async () => {
      await flush();
      expect(await nodes()).toEqual(
        [1, 2].map(() => ({
          id: anId,
          host: expect.any(String),
          pid: process.pid,
          started_at: aTime,
          reported_at: aTime,
          is_lost: false,
          stale_ms: expect.any(Number),
          sockets: 0,
          followers: 0,
        })),
      );
      expect((await read()).nodes).toMatchObject({ running: 2, lost: 0, sockets: 0 });
    });

    it('list who follows, with the name of the service', async () => {
      const create = { name: 'messages', scopes: ['authorization.read'] };
      const { body: service } = await apps.one.http.post('/api/services', create, { token: owner.access });
      const readers = await Promise.all([
        EventStreamReader.open(apps.one.url, serviceToken(apps.one.app, ['authorization.read'], service.id)),
        EventStreamReader.open(apps.other.url, serviceToken(apps.other.app, ['authorization.read'], service.id)),
      ]);
      await flush();
      const { items } = await followers();
      expect(items).toHaveLength(2);
      const ids = (await nodes()).map(({ id }: { id: string }) => id);
      expect(items.map(({ node_id }: { node_id: string }) => node_id).sort()).toEqual(ids.sort());
      for (const item of items)
        expect(item).toEqual({
          id: anId,
          node_id: anId,
          client_id: service.id,
          name: 'messages',
          connected_at: aTime,
          unread_bytes: 0,
          lag_ms: 0,
        });
      const first = await followers('?limit=1');
      const rest = await followers(`?limit=1&cursor=${first.next_cursor}`);
      expect([...first.items, ...rest.items]).toEqual(items);
      expect((await read()).followers).toEqual({ connected: 2, max_lag_ms: 0 });
      for (const reader of readers) reader.close();
    });

    it('are hidden from who may not operate the service', async () => {
      const answers = [
        await apps.one.http.get('/api/nodes', { token: moderator.access }),
        await apps.one.http.get('/api/authorization/followers', { token: moderator.access }),
      ];
      for (const answer of answers) expect(problemSummary(answer)).toEqual([403, 'permission_denied']);
    });

    it('list a killed process as lost, and one that has stopped not at all', async () => {
      const { db } = apps.one;
      await db.query(`
        INSERT INTO service_nodes SELECT gen_random_uuid(), host, pid, started_at, now() - interval '16 s', 99999, 7, followers
        FROM service_nodes LIMIT 1`);
      expect((await nodes()).filter(({ is_lost }: { is_lost: boolean }) => is_lost)).toHaveLength(1);
      const { nodes: summary } = await read();
      expect(summary).toMatchObject({ running: 2, lost: 1, sockets: 0 });
      expect(summary.max_stale_ms).toBeLessThan(99_999);
      await apps.other.app.get(NodeReporter).beforeApplicationShutdown();
      expect(await nodes()).toHaveLength(2);
    });
  });
});
