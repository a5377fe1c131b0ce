import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { sessionsMigrations } from '#sessions';
import { migratedUpTo, type OldDatabase, versions } from '../support/upgrade';

/** As 0.1.0 writes them. */
const INSERT = `INSERT INTO authorization_events AS event (type, expires_at, payload)
  SELECT 'credential-change', now() + interval '1 hour', '{"user_id": null}' FROM generate_series(1, $1)
  RETURNING authorization_event_json(event) AS event`;
/** As a sign-in does. */
const INSERT_CTE = `WITH events AS (
    INSERT INTO authorization_events (type, expires_at, payload)
    SELECT 'credential-change', now() + interval '1 hour', '{"user_id": null}' FROM generate_series(1, $1)
    RETURNING *)
  SELECT authorization_event_json(events::authorization_events) AS event FROM events`;
const PURGE = 'DELETE FROM authorization_events WHERE expires_at < now()';
const READ =
  'SELECT authorization_event_json(e) AS event FROM authorization_events e WHERE expires_at > now() ORDER BY seq';

describe.each([versions['0.1.0'], 'HotRefreshes1795752000000'])('events in one table after %s', (version) => {
  let old: OldDatabase;
  beforeEach(async () => {
    old = await migratedUpTo(version);
    await old.db.query(INSERT, [50]);
  });
  afterEach(() => old.drop());

  const payloads = () => old.db.query('SELECT seq, type, at, payload FROM authorization_events ORDER BY seq');
  const counts = async () =>
    Object.fromEntries(
      (
        await old.db.query(
          'SELECT tableoid::regclass::text AS name, count(*)::int FROM authorization_events GROUP BY 1',
        )
      ).map(({ name, count }: { name: string; count: number }) => [name, count]),
    );
  const nextSeq = async () => Number((await old.db.query(INSERT, [1]))[0].event.seq);

  it('stay where they are, in the first partition; numbers go on', async () => {
    const [{ file }] = await old.db.query(`SELECT pg_relation_filenode('authorization_events') AS file`);
    const before = await payloads();
    await old.upgrade();
    expect(await old.db.query(`SELECT pg_relation_filenode('authorization_events_first') AS file`)).toEqual([{ file }]);
    expect(await payloads()).toEqual(before);
    expect(await nextSeq()).toBe(51);
    expect(await counts()).toEqual({ authorization_events_first: 51 });
  });

  it('of a time that is not yet there come into the partition of their time, or the default one', async () => {
    for (const days of [2, 40])
      await old.db.query(
        `UPDATE authorization_events SET at = at + make_interval(days => $1::int) WHERE seq = $1::int`,
        [days],
      );
    const before = await payloads();
    await old.upgrade();
    expect(await payloads()).toEqual(before);
    expect(Object.values(await counts()).sort()).toEqual([1, 1, 48]);
    expect(await counts()).toMatchObject({ authorization_events_default: 1, authorization_events_first: 48 });
  });

  it('are written and read by processes of that version without an error meanwhile', async () => {
    // Named ones are prepared once, before the migration.
    const writers = [{ text: INSERT }, { text: INSERT, name: 'insert' }, { text: INSERT_CTE, name: 'insert_cte' }];
    const others = [{ text: READ }, { text: READ, name: 'read' }, { text: PURGE, name: 'purge' }];
    let isDone = false;
    const written: number[] = [];
    const work = [...writers.map((query) => ({ ...query, values: [1] })), ...others].map(async (query) => {
      const client = new Client(old.url);
      await client.connect();
      while (!isDone) {
        const { rows } = await client.query(query);
        if ('values' in query) written.push(Number(rows[0].event.seq));
      }
      await client.end();
    });
    const upgraded = old.upgrade();
    void upgraded.finally(() => (isDone = true));
    await Promise.all([upgraded, ...work]);
    expect(written.length).toBeGreaterThan(10);
    const seqs = (await payloads()).map(({ seq }: { seq: string }) => Number(seq));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(seqs).toEqual(expect.arrayContaining(written));
  });

  it('can be read for long meanwhile: the migration waits, and writers do not wait for it', async () => {
    const reader = old.db.createQueryRunner();
    await reader.startTransaction();
    await reader.query(READ);
    const upgraded = old.upgrade();
    const longest = { ms: 0 };
    for (const end = Date.now() + 2500; Date.now() < end;) {
      const began = Date.now();
      await old.db.query(INSERT, [1]);
      longest.ms = Math.max(longest.ms, Date.now() - began);
    }
    const [{ kind }] = await old.db.query(
      `SELECT relkind AS kind FROM pg_class WHERE relname = 'authorization_events'`,
    );
    expect(kind).toBe('r');
    expect(longest.ms).toBeLessThan(1500);
    await reader.commitTransaction();
    await reader.release();
    expect(await upgraded).toContain('EventPartitions1795763000000');
  });

  it('can be read and written by the roles that could before', async () => {
    const role = `test_writer_${randomUUID().replaceAll('-', '')}`;
    await old.db.query(`CREATE ROLE ${role}`);
    try {
      await old.db.query(`GRANT SELECT, INSERT ON authorization_events TO ${role}`);
      await old.upgrade();
      const [rights] = await old.db.query(
        `SELECT has_table_privilege($1, 'authorization_events', 'SELECT') AND
                has_table_privilege($1, 'authorization_events', 'INSERT') AS "asBefore",
                has_table_privilege($1, 'authorization_events', 'DELETE') AS deletes`,
        [role],
      );
      expect(rights).toEqual({ asBefore: true, deletes: false });
    } finally {
      await old.db.query(`DROP OWNED BY ${role}`);
      await old.db.query(`DROP ROLE ${role}`);
    }
  });

  it('become one table again on the way back', async () => {
    await old.upgrade();
    const before = await payloads();
    const runner = old.db.createQueryRunner();
    const [notifications, partitions] = sessionsMigrations.slice(-2).map((Migration) => new Migration());
    await partitions!.down(runner);
    await notifications!.down(runner);
    expect(await payloads()).toEqual(before);
    expect(await nextSeq()).toBe(51);
    await notifications!.up(runner);
    await partitions!.up(runner);
    await runner.release();
    expect(await nextSeq()).toBe(52);
    expect(await counts()).toEqual({ authorization_events_first: 52 });
  });
});
