import { randomUUID } from 'node:crypto';
import { AuditChain, auditMigrations } from '#audit';
import { AuditWriter } from '../support/audit-writers';
import { migratedUpTo, type OldDatabase } from '../support/upgrade';
import { waitFor } from '../support/wait-for';

const ENTRIES = 300;

describe('an audit log in one table, which becomes partitions', () => {
  let old: OldDatabase;
  beforeEach(async () => {
    old = await migratedUpTo('HotRefreshes1795752000000');
    await old.db.query(
      `SELECT audit_append(jsonb_populate_record(NULL::audit_log, jsonb_build_object(
         'id', gen_random_uuid(), 'action', 'test.write', 'details', jsonb_build_object('n', n), 'ip', '10.0.0.1')))
       FROM generate_series(1, $1) n`,
      [ENTRIES],
    );
  });
  afterEach(() => old.drop());

  const verify = () => new AuditChain(old.db).verify();
  const rows = () => old.db.query('SELECT to_jsonb(audit_log) AS row FROM audit_log ORDER BY seq');
  /** The files of a table and its indexes: a table that is written anew gets others. */
  const filesOf = async (table: string) =>
    (
      await old.db.query(
        `SELECT pg_relation_filenode(oid)::int AS file FROM pg_class
         WHERE oid = $1::regclass OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = $1::regclass)`,
        [table],
      )
    )
      .map(({ file }: { file: number }) => file)
      .sort((a: number, b: number) => a - b);
  const write = async () => {
    const writer = await AuditWriter.open(old.url);
    await writer.write();
    await writer.close();
  };

  it('keeps its rows and indexes where they are, and its chain', async () => {
    const before = { files: await filesOf('audit_log'), rows: await rows(), head: await verifiedHead() };
    await old.upgrade();
    expect(await filesOf('audit_log_1')).toEqual(before.files);
    expect(await rows()).toEqual(before.rows);
    expect(await verify()).toEqual({ entries: ENTRIES, firstEntry: 1, head: before.head });
    await write();
    expect(await verify()).toMatchObject({ entries: ENTRIES + 1 });
    await expect(old.db.query('DELETE FROM audit_log')).rejects.toThrow('the audit log is append-only');
    await expect(old.db.query('TRUNCATE audit_log_1')).rejects.toThrow('the audit log is append-only');
  });

  const verifiedHead = async () => (await old.db.query(`SELECT encode(hash, 'hex') AS head FROM audit_head`))[0].head;

  it('waits for who reads it, and lets them read', async () => {
    const reader = old.db.createQueryRunner();
    await reader.startTransaction();
    await reader.query('SELECT count(*) FROM audit_log');
    const upgraded = old.upgrade();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // A writer waits behind the migration no longer than its `lock_timeout`.
    await write();
    await reader.commitTransaction();
    await reader.release();
    await upgraded;
    expect(await verify()).toMatchObject({ entries: ENTRIES + 1 });
  });

  it('keeps the former functions for a transaction that has begun before', async () => {
    const caller = old.db.createQueryRunner();
    await caller.startTransaction();
    await caller.query('SELECT 1');
    const upgraded = old.upgrade();
    const kind = async () =>
      (await old.db.query(`SELECT relkind FROM pg_class WHERE relname = 'audit_log'`))[0].relkind;
    await waitFor(async () => (await kind()) === 'p', 'the log is partitioned');
    const former = () => old.db.query(`SELECT proname FROM pg_proc WHERE 'audit_log_1'::regtype = ANY (proargtypes)`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await former()).toContainEqual({ proname: 'audit_append' });
    await caller.commitTransaction();
    await caller.release();
    await upgraded;
    expect(await former()).toEqual([]);
  });

  it('can be read by the roles that could read it before', async () => {
    const role = `test_reader_${randomUUID().replaceAll('-', '')}`;
    await old.db.query(`CREATE ROLE ${role}`);
    try {
      await old.db.query(`GRANT SELECT ON audit_log TO ${role}`);
      await old.upgrade();
      const [rights] = await old.db.query(
        `SELECT has_table_privilege($1, 'audit_log', 'SELECT') AS reads,
                has_table_privilege($1, 'audit_log', 'INSERT, UPDATE, DELETE') AS writes`,
        [role],
      );
      expect(rights).toEqual({ reads: true, writes: false });
    } finally {
      await old.db.query(`DROP OWNED BY ${role}`);
      await old.db.query(`DROP ROLE ${role}`);
    }
  });

  it('becomes one table again on the way back, with what was waiting', async () => {
    await old.upgrade();
    const holder = await AuditWriter.open(old.url);
    await holder.begin();
    await holder.write();
    await write();
    await holder.commit();
    await holder.close();
    const runner = old.db.createQueryRunner();
    const [pending, partitions] = auditMigrations.slice(-2).map((Migration) => new Migration());
    await partitions!.down(runner);
    await pending!.down(runner);
    expect(await old.db.query(`SELECT relkind FROM pg_class WHERE oid = 'audit_log'::regclass`)).toEqual([
      { relkind: 'r' },
    ]);
    await write();
    await expect(old.db.query('DELETE FROM audit_log')).rejects.toThrow('the audit log is append-only');
    await pending!.up(runner);
    await partitions!.up(runner);
    await runner.release();
    expect(await verify()).toMatchObject({ entries: ENTRIES + 3 });
    expect(await verify()).not.toHaveProperty('brokenAt');
  });
});
