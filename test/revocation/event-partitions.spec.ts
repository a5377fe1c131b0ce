import { AuthorizationState } from '#auth';
import { databaseClock } from '#platform';
import { claimsOf } from '../support/jwt';
import { runMaintenance } from '../support/run-maintenance';
import { type TestApp, testApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

const DAY_MS = 86_400_000;
const FIRST = 'authorization_events_first';
const DEFAULT = 'authorization_events_default';
/** The name of the partition of a day, counted from today. */
const day = (offset: number) =>
  `authorization_events_${new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;

describe('the partitions of the authorization events', () => {
  let apps: TwoApps;
  let t: TestApp;
  beforeEach(async () => {
    apps = await twoApps();
    t = apps.one;
  });
  afterEach(() => apps.close());

  const add = async () => (await t.db.query('SELECT authorization_events_add_partitions() AS made'))[0].made;
  const dropExpired = async () => (await runMaintenance(t))['expired authorization events'];
  const partitions = async () =>
    (
      await t.db.query(`SELECT inhrelid::regclass::text AS name FROM pg_inherits
        WHERE inhparent = 'authorization_events'::regclass`)
    )
      .map(({ name }: { name: string }) => name)
      .sort();
  /** An event of so many days ago; where it went. */
  const insert = async (session: string, daysAgo = 0): Promise<string> => {
    await t.db.query(
      `INSERT INTO authorization_events (type, at, payload)
       VALUES ('session-revoked', clock_timestamp() - make_interval(hours => $1), jsonb_build_object(
         'user_id', null, 'session_ids', jsonb_build_array($2::text), 'reason', 'logout'))`,
      [daysAgo * 24, session],
    );
    return where(session);
  };
  const where = async (session: string) =>
    (
      await t.db.query(
        `SELECT tableoid::regclass::text AS name FROM authorization_events WHERE payload -> 'session_ids' ->> 0 = $1`,
        [session],
      )
    )[0]?.name;
  /** Instead of that of the migration, which has everything up to its day: a day for itself. */
  const withoutFirst = () => t.db.query(`DROP TABLE ${FIRST}`);
  const makePast = (offset: number) =>
    t.db.query(
      `SELECT authorization_events_add_partition(date_trunc('day', now(), 'UTC')
    + make_interval(hours => $1))`,
      [offset * 24],
    );
  const isKnown = ({ app }: TestApp, session: string) => app.get(AuthorizationState).isSessionRevoked(session);

  it('are made three days ahead, once by processes that start together', async () => {
    expect(await partitions()).toEqual([day(1), day(2), day(3), DEFAULT, FIRST].sort());
    expect(await add()).toBe(0);
    await t.db.query(`DROP TABLE ${FIRST}, ${day(2)}, ${day(3)}`);
    const results = await Promise.allSettled(Array.from({ length: 8 }, add));
    expect(results.map(({ status }) => status)).toEqual(Array(8).fill('fulfilled'));
    const made = results.map((result) => (result as PromiseFulfilledResult<number>).value);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await partitions()).toEqual([day(0), day(1), day(2), day(3), DEFAULT].sort());
  });

  it('take the events of their time; what is known is there for other processes, and after a restart', async () => {
    await withoutFirst();
    await add();
    expect([await insert('today'), await insert('tomorrow', -1)]).toEqual([day(0), day(1)]);
    await waitFor(() => isKnown(apps.other, 'today') && isKnown(apps.other, 'tomorrow'), 'the notifications have come');
    const started = await testApp({ DATABASE_URL: t.databaseUrl, SECRET_KEY: apps.secretKey });
    expect([isKnown(started, 'today'), isKnown(started, 'tomorrow')]).toEqual([true, true]);
    await started.close();
  });

  it('are not needed: without one the default one takes the event, and every process knows it within a second', async () => {
    await withoutFirst();
    const [leaver, stayer] = [await t.as.unverifiedUser(), await t.as.unverifiedUser()];
    await t.http.post('/api/logout', {}, { token: leaver.access });
    expect(await where(claimsOf(leaver.access).sid)).toBe(DEFAULT);
    const status = async ({ access: token }: typeof leaver) =>
      (await apps.other.http.get('/api/profile', { token })).status;
    await waitFor(async () => (await status(leaver)) === 401, 'the other process knows', 1000);
    expect(await status(stayer)).toBe(200);

    const { rows: before } = await rowsOf();
    expect(await add()).toBe(1);
    expect(await where(claimsOf(leaver.access).sid)).toBe(day(0));
    expect((await rowsOf()).rows).toEqual(before);
    expect(await insert('after it')).toBe(day(0));
    const started = await testApp({ DATABASE_URL: t.databaseUrl, SECRET_KEY: apps.secretKey });
    expect(isKnown(started, claimsOf(leaver.access).sid)).toBe(true);
    await started.close();
  });
  const rowsOf = async () => ({
    rows: await t.db.query('SELECT to_jsonb(e) AS row FROM authorization_events e ORDER BY seq'),
  });

  it('are dropped when all of their events have expired, and no earlier', async () => {
    await withoutFirst();
    for (const offset of [-3, -2, -1]) await makePast(offset);
    for (const days of [3, 2, 1]) expect(await insert(`${days} days ago`, days)).toBe(day(-days));
    // That of two days ago has events that are valid until an hour after midnight.
    const isOver = new Date().getUTCHours() >= 1;
    expect(await dropExpired()).toBe(isOver ? 2 : 1);
    const left = await partitions();
    expect(left).not.toContain(day(-3));
    expect(left.includes(day(-2))).toBe(!isOver);
    expect(left).toEqual(expect.arrayContaining([day(-1), day(1), DEFAULT]));
    expect(await where('1 days ago')).toBe(day(-1));
    expect(await insert('3 days ago, again', 3)).toBe(DEFAULT);
  });

  it('stay while a transaction reads the events; writers do not wait for it, and the next run drops them', async () => {
    await withoutFirst();
    await makePast(-3);
    await insert('old', 3);
    const reader = t.db.createQueryRunner();
    await reader.startTransaction();
    await reader.query('SELECT count(*) FROM authorization_events');
    const run = dropExpired();
    // It would wait for the reader, which ends later.
    await insert('meanwhile');
    expect(await run).toBe(0);
    expect(await partitions()).toContain(day(-3));
    await reader.commitTransaction();
    await reader.release();
    expect(await dropExpired()).toBe(1);
    expect(await partitions()).not.toContain(day(-3));
  });

  it('do not bring back an event that has expired; of the default one it is deleted', async () => {
    await withoutFirst();
    expect([await insert('expired', 2), await insert('ahead', -30)]).toEqual([DEFAULT, DEFAULT]);
    // A process whose clock is behind asks for events of long ago.
    const now = Date.now() - 3 * DAY_MS;
    const clock = jest.spyOn(databaseClock, 'now').mockReturnValue(now);
    const started = await testApp({ DATABASE_URL: t.databaseUrl, SECRET_KEY: apps.secretKey }).finally(() =>
      clock.mockRestore(),
    );
    expect([isKnown(started, 'expired'), isKnown(started, 'ahead')]).toEqual([false, true]);
    await started.close();
    expect(await dropExpired()).toBe(1);
    expect([await where('expired'), await where('ahead')]).toEqual([undefined, DEFAULT]);
  });

  it('of a day that the clock of the server had skipped are made; the others stay', async () => {
    await makePast(9);
    expect(await insert('ahead', -9)).toBe(day(9));
    await t.db.query(`DROP TABLE ${day(3)}`);
    expect(await add()).toBe(1);
    expect(await partitions()).toEqual([day(1), day(2), day(3), day(9), DEFAULT, FIRST].sort());
  });

  it('are not made of a default one with many events of the day: to move them would take long', async () => {
    await withoutFirst();
    await t.db.query(`INSERT INTO authorization_events (type, payload)
      SELECT 'credential-change', '{"user_id": null}' FROM generate_series(1, 10001)`);
    expect(await add()).toBe(0);
    expect(await insert('one more')).toBe(DEFAULT);
    expect(await partitions()).toEqual([day(1), day(2), day(3), DEFAULT].sort());
  });
});
