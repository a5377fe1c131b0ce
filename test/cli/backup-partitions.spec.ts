import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { emptyDatabase, freshDatabase } from '../support/database';
import { runCli } from '../support/run-cli';

jest.setTimeout(120_000);

const PARTITIONS = `SELECT inhrelid::regclass::text AS name, tgname, tgenabled FROM pg_inherits
  JOIN pg_trigger ON tgrelid = inhrelid WHERE inhparent = 'authorization_events'::regclass ORDER BY 1, 2`;
const ROWS = 'SELECT to_jsonb(e) AS row FROM authorization_events e ORDER BY seq';

/** Events of several partitions, and of the default one. */
describe('the partitions of the authorization events', () => {
  let folder: string;
  let source: Awaited<ReturnType<typeof freshDatabase>>;
  let target: Awaited<ReturnType<typeof emptyDatabase>>;
  const open: DataSource[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
    [source, target] = [await freshDatabase(), await emptyDatabase()];
    const db = await connect(source.url);
    await db.query(
      `INSERT INTO authorization_events (type, at, payload)
       SELECT 'credential-change', now() + make_interval(days => n), jsonb_build_object('user_id', null, 'n', n)
       FROM generate_series(-5, 5) n`,
    );
  });
  afterEach(async () => {
    for (const db of open.splice(0)) await db.destroy();
    for (const { drop } of [source, target]) await drop();
    await rm(folder, { recursive: true });
  });

  const connect = async (url: string) => {
    const db = await new DataSource({ type: 'postgres', url }).initialize();
    open.push(db);
    return db;
  };
  const run = async (args: string[], url: string, input = '', env: NodeJS.ProcessEnv = {}) => {
    const { code, stderr } = await runCli(args, { env: { DATABASE_URL: url, DATA_DIR: folder, ...env }, input });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };

  it('are in a backup once; each event is restored into that of its time, and numbers go on', async () => {
    const file = join(folder, 'auth.backup');
    await run(['backup', file], source.url, 'a passphrase of the backup\n');
    const restoredTo = await mkdtemp(join(folder, 'data-'));
    await run(['restore', file], target.url, 'a passphrase of the backup\n', { DATA_DIR: restoredTo });
    const [before, after] = [await connect(source.url), await connect(target.url)];
    expect(await after.query(ROWS)).toEqual(await before.query(ROWS));
    expect(await after.query(PARTITIONS)).toEqual(await before.query(PARTITIONS));
    const wrong = await after.query(
      `SELECT to_jsonb(e) FROM authorization_events e
       WHERE tableoid::regclass::text ~ '\\d$' AND tableoid::regclass::text !~ to_char(at AT TIME ZONE 'UTC', 'YYYYMMDD')`,
    );
    expect(wrong).toEqual([]);
    const count = (db: DataSource) =>
      db.query('SELECT tableoid::regclass::text AS name, count(*) FROM authorization_events GROUP BY 1 ORDER BY 1');
    expect(await count(after)).toEqual(await count(before));
    const insert = `INSERT INTO authorization_events (type, payload) VALUES ('credential-change', '{}') RETURNING seq`;
    expect(await after.query(insert)).toEqual(await before.query(insert));
  });
});
