import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditChain } from '#audit';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../support/audit-writers';
import { backdateAudit } from '../support/backdate-audit';
import { emptyDatabase } from '../support/database';
import { runCli } from '../support/run-cli';
import { runMaintenance } from '../support/run-maintenance';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const FIRST = 'audit_log_1';
const SECOND = 'audit_log_1000001';
const THIRD = 'audit_log_2000001';

jest.setTimeout(120_000);

describe('the partitions of the audit log', () => {
  let t: TestApp;
  let writer: AuditWriter;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-archive-'));
    const settings = { RETENTION_AUDIT_LOG: '2y', AUDIT_ARCHIVE_DIR: folder };
    t = await testApp({ ...settings, SECRET_KEY: randomBytes(32).toString('base64') });
    writer = await AuditWriter.open(t.databaseUrl);
  });
  afterEach(async () => {
    await writer.close();
    await t.close();
    await rm(folder, { recursive: true });
  });

  const chain = () => t.app.get(AuditChain, { strict: false });
  const add = async () => (await t.db.query('SELECT audit_add_partitions() AS made'))[0].made;
  const partitions = async () =>
    (
      await t.db.query(`SELECT inhrelid::regclass::text AS name FROM pg_inherits
      WHERE inhparent = 'audit_log'::regclass ORDER BY inhrelid`)
    ).map(({ name }: { name: string }) => name);
  /** How many entries each one has. */
  const counts = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await t.db.query('SELECT tableoid::regclass::text AS name, count(*)::int FROM audit_log GROUP BY 1')).map(
        ({ name, count }: { name: string; count: number }) => [name, count],
      ),
    );
  const write = async (entries: number) => {
    for (let n = 0; n < entries; n++) await writer.write();
  };

  /** As if everything up to this entry were archived. The next entry says so. */
  async function startAfter(seq: number): Promise<void> {
    await t.db.query('UPDATE audit_anchor SET seq = $1', [seq]);
    await t.db.query('UPDATE audit_head SET seq = $1, hash = (SELECT hash FROM audit_anchor)', [seq]);
    await t.db.query('DELETE FROM audit_log');
    const [{ hash }] = await t.db.query(`SELECT encode(hash, 'hex') AS hash FROM audit_anchor`);
    await writer.write({ action: 'audit.archive', details: { last_entry: seq, last_hash: hash } });
  }

  it('are made ahead, and once by processes that start together', async () => {
    expect((await partitions()).sort()).toEqual([FIRST, SECOND, THIRD, 'audit_log_default']);
    expect(await add()).toBe(0);
    await t.db.query(`UPDATE audit_head SET seq = 3500000`);
    const results = await Promise.allSettled(Array.from({ length: 8 }, add));
    expect(results.map(({ status }) => status)).toEqual(Array(8).fill('fulfilled'));
    const made = results.map((result) => (result as PromiseFulfilledResult<number>).value);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect((await partitions()).sort().slice(2)).toEqual([
      THIRD,
      'audit_log_3000001',
      'audit_log_4000001',
      'audit_log_5000001',
      'audit_log_default',
    ]);
  });

  it('have the chain over their border, and pages of the list', async () => {
    await startAfter(999_997);
    await write(4);
    expect(await counts()).toEqual({ [FIRST]: 3, [SECOND]: 2 });
    expect(await chain().verify()).toMatchObject({ entries: 5, firstEntry: 999_998 });
    expect((await chain().verify()).brokenAt).toBeUndefined();
    const { access: token } = await t.as.owner();
    const first = (await t.http.get('/api/audit-log?action=test.write&limit=3', { token })).body;
    const next = (await t.http.get(`/api/audit-log?action=test.write&cursor=${first.next_cursor}`, { token })).body;
    const rows = await t.db.query(`SELECT id FROM audit_log WHERE action = 'test.write' ORDER BY seq DESC`);
    expect([...first.items, ...next.items].map(({ id }) => id)).toEqual(rows.map(({ id }: { id: string }) => id));
    expect((await t.http.get(`/api/audit-log/${rows[3].id}`, { token })).status).toBe(200);
  });

  it.each([FIRST, SECOND, 'audit_log_default'])('refuse changes by their own name: %s', async (partition) => {
    await startAfter(999_998);
    if (partition === 'audit_log_default') await t.db.query(`DROP TABLE ${SECOND}`);
    await write(3);
    for (const sql of [
      `UPDATE ${partition} SET action = 'nothing'`,
      `UPDATE ${partition} SET details = '{"reason":"None"}'`,
      `DELETE FROM ${partition}`,
      `TRUNCATE ${partition}`,
    ])
      await expect(t.db.query(sql)).rejects.toThrow('the audit log is append-only');
    expect((await chain().verify()).brokenAt).toBeUndefined();
  });

  it('do not hide what was changed in one of them: verification finds it', async () => {
    await startAfter(999_998);
    await write(5);
    await t.db.query(`ALTER TABLE ${SECOND} DISABLE TRIGGER USER`);
    await t.db.query(`UPDATE ${SECOND} SET actor_id = gen_random_uuid() WHERE seq = 1000002`);
    expect((await chain().verify()).brokenAt).toBe(1_000_002);
  });

  it('do not hide one that was taken out', async () => {
    await startAfter(999_998);
    await write(5);
    await t.db.query(`ALTER TABLE audit_log DETACH PARTITION ${SECOND}`);
    expect((await chain().verify()).brokenAt).toBe(1_000_001);
  });

  it('are not needed for an entry to be written: what the default one has taken becomes one of them', async () => {
    await startAfter(999_998);
    await t.db.query(`DROP TABLE ${SECOND}, ${THIRD}`);
    await write(5);
    expect(await counts()).toEqual({ [FIRST]: 2, audit_log_default: 4 });
    expect(await add()).toBe(3);
    expect(await counts()).toEqual({ [FIRST]: 2, [SECOND]: 4 });
    await write(1);
    expect(await counts()).toEqual({ [FIRST]: 2, [SECOND]: 5 });
    expect((await chain().verify()).brokenAt).toBeUndefined();
    for (const table of [SECOND, 'audit_log_default'])
      await expect(t.db.query(`TRUNCATE ${table}`)).rejects.toThrow('the audit log is append-only');
    await expect(t.db.query(`DELETE FROM ${SECOND}`)).rejects.toThrow('the audit log is append-only');
  });

  const input = 'a passphrase of the backup\n';
  const backUp = () =>
    runCli(['backup', join(folder, 'auth.backup')], {
      env: { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir },
      input,
    });
  async function restore(): Promise<{ stdout: string; rows: { name: string; seq: number }[] }> {
    const database = await emptyDatabase();
    try {
      const env = { DATABASE_URL: database.url, DATA_DIR: join(folder, 'data') };
      const { code, stdout } = await runCli(['restore', join(folder, 'auth.backup')], { env, input });
      expect(code).toBe(0);
      const restored = await new DataSource({ type: 'postgres', url: database.url }).initialize();
      const rows = await restored.query(
        'SELECT tableoid::regclass::text AS name, seq::int FROM audit_log ORDER BY seq',
      );
      await restored.destroy();
      return { stdout, rows };
    } finally {
      await database.drop();
    }
  }

  it('are made by a restore too, for the numbers that the log has', async () => {
    await startAfter(3_999_998);
    await write(4);
    await backUp();
    const { stdout, rows } = await restore();
    expect(stdout).toContain('The audit log is whole: 5 entries.');
    expect(rows).toEqual([
      { name: 'audit_log_3000001', seq: 3_999_999 },
      { name: 'audit_log_3000001', seq: 4_000_000 },
      ...[1, 2, 3].map((n) => ({ name: 'audit_log_4000001', seq: 4_000_000 + n })),
    ]);
  });

  describe('whose entries were archived', () => {
    const run = async () => (await runMaintenance(t))['old entries of the audit log'];
    /** 4 old entries in the first one, 3 in the second one. */
    beforeEach(async () => {
      await startAfter(999_996);
      await write(6);
      await backdateAudit(t.db, '3 years');
      await write(1);
    });

    /** As if they were archived and dropped, right after the work has looked at the database first. */
    async function dropDuring<T>(work: () => Promise<T>): Promise<T> {
      const archiver = t.db.createQueryRunner();
      await archiver.startTransaction();
      await archiver.query('LOCK TABLE audit_anchor IN ACCESS EXCLUSIVE MODE');
      const worked = work();
      const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'audit_anchor'
        AND datname = current_database()`;
      await waitFor(async () => (await t.db.query(waiting)).length > 0, 'the work waits for the anchor', 60_000);
      await archiver.query(
        'SELECT audit_drop_archived(999997, 1000000, (SELECT hash FROM audit_log WHERE seq = 1000000), 1000000)',
      );
      await archiver.query('SAVEPOINT archived');
      await archiver.query('SELECT audit_drop_partitions()').catch(() => archiver.query('ROLLBACK TO archived'));
      await archiver.commitTransaction();
      await archiver.release();
      return worked;
    }

    it('are there for a verification that began before', async () => {
      const report = await dropDuring(() => chain().verify());
      expect(report).toEqual({ entries: 8, firstEntry: 999_997, head: report.head });
    });

    it('are there for a backup that began before', async () => {
      const restored = await dropDuring(backUp).then(restore);
      expect(restored.stdout).toContain('The audit log is whole: 8 entries.');
    });

    it('are not in a backup while a transaction reads them', async () => {
      const reader = t.db.createQueryRunner();
      await reader.startTransaction();
      await reader.query('SELECT count(*) FROM audit_log');
      await run();
      expect(await partitions()).toContain(FIRST);
      await backUp();
      await reader.commitTransaction();
      await reader.release();
      const restored = await restore();
      expect(restored.stdout).toContain('The audit log is whole: 2 entries.');
      expect(restored.rows).toEqual([1_000_004, 1_000_005].map((seq) => ({ name: SECOND, seq })));
    });

    it('are dropped as a whole; of the newest the entries are deleted', async () => {
      expect(await run()).toBe(7);
      expect(await partitions()).not.toContain(FIRST);
      const [{ first }] = await t.db.query('SELECT min(seq)::int AS first FROM audit_log');
      expect(first).toBe(1_000_004);
      const report = await chain().verify(folder);
      expect(report.brokenAt).toBeUndefined();
      expect(report.firstEntry).toBe(999_997);
    });

    it('stay while a transaction reads them, and are dropped by the next run', async () => {
      const reader = t.db.createQueryRunner();
      await reader.startTransaction();
      await reader.query('SELECT count(*) FROM audit_log');
      expect(await run()).toBe(7);
      expect(await readdir(folder)).toHaveLength(1);
      expect(await partitions()).toContain(FIRST);
      expect(await chain().verify()).toMatchObject({ firstEntry: 1_000_004 });
      for (const report of [await chain().verify(), await chain().verify(folder)])
        expect(report.brokenAt).toBeUndefined();
      await reader.commitTransaction();
      await reader.release();
      expect(await run()).toBe(0);
      expect(await partitions()).not.toContain(FIRST);
      expect((await chain().verify(folder)).brokenAt).toBeUndefined();
    });
  });
});
