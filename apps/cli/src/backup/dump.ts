import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Settings } from '#platform';
import { Client } from 'pg';
import { type BackupRecord, isCopied, TEXT_FORMAT } from './record';

const SCHEMAS = `('public', 'graphile_worker')`;
const PAGE = 500;
/** What was archived is no part of the log; it may be there until its partition is dropped, and a restore makes none for it. */
const ROWS: Record<string, string> = { audit_log: 'WHERE seq > (SELECT seq FROM audit_anchor)' };

/** Everything of the service as it was at one moment: one transaction reads all tables. */
export async function* dump(url: string, { DATA_DIR, SECRET_KEY }: Settings): AsyncGenerator<BackupRecord> {
  const client = new Client({ connectionString: url, application_name: 'collabsphere-backup', options: TEXT_FORMAT });
  await client.connect();
  try {
    const divided = await dividedTablesOf(client);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Before there is a snapshot: a partition that is dropped is missing in an older one too.
    for (const name of divided) await client.query(`LOCK TABLE ONLY ${name} IN ACCESS SHARE MODE`);
    const { rows: migrations } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    const createdAt = new Date().toISOString();
    yield {
      kind: 'header',
      format: 1,
      createdAt,
      migrations: migrations.map(({ name }) => name),
      secretKey: SECRET_KEY,
    };
    const counts: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      yield { kind: 'table', ...table };
      const condition = divided.includes(table.name) ? ROWS[table.name] : undefined;
      for await (const rows of rowsOf(client, table.name, condition ?? '')) {
        counts[table.name] = (counts[table.name] ?? 0) + rows.length;
        yield { kind: 'rows', rows };
      }
    }
    yield* sequencesOf(client);
    const paths = await filesUnder(DATA_DIR);
    for (const path of paths)
      yield { kind: 'file', path, data: (await readFile(join(DATA_DIR, path))).toString('base64') };
    yield { kind: 'end', rows: counts, files: paths.length };
  } finally {
    await client.end();
  }
}

/** Quoted names, and the columns that are stored as they are given. */
export async function tablesOf(client: Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.oid::regclass::text AS name,
           array_agg(quote_ident(a.attname)::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace::regnamespace::text IN ${SCHEMAS}
    GROUP BY c.oid ORDER BY name`);
  return rows;
}

async function dividedTablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT oid::regclass::text AS name FROM pg_class
    WHERE relkind = 'p' AND relnamespace::regnamespace::text IN ${SCHEMAS} ORDER BY name`);
  return rows.map(({ name }) => name);
}

/** Of tables that are divided: their triggers for whole statements are their own. */
export async function partitionsOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT oid::regclass::text AS name FROM pg_class
    WHERE relkind = 'r' AND relispartition AND relnamespace::regnamespace::text IN ${SCHEMAS}`);
  return rows.map(({ name }) => name);
}

async function* rowsOf(client: Client, table: string, condition: string): AsyncGenerator<string[]> {
  await client.query(`DECLARE page NO SCROLL CURSOR FOR SELECT t::text AS row FROM ${table} t ${condition}`);
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${PAGE} FROM page`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await client.query('CLOSE page');
}

async function* sequencesOf(client: Client): AsyncGenerator<BackupRecord> {
  const { rows: names } = await client.query<{ name: string }>(`
    SELECT oid::regclass::text AS name FROM pg_class
    WHERE relkind = 'S' AND relnamespace::regnamespace::text IN ${SCHEMAS} ORDER BY name`);
  for (const { name } of names) {
    const { rows } = await client.query<{ value: string; isCalled: boolean }>(
      `SELECT last_value::text AS value, is_called AS "isCalled" FROM ${name}`,
    );
    yield { kind: 'sequence', name, ...rows[0]! };
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(isCopied)
    .sort();
}
