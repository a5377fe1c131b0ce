import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { schema } from '#composition';
import { migrate } from '#platform';
import { Client } from 'pg';
import { CommandError } from '../errors';
import { partitionsOf, tablesOf } from './dump';
import { type BackupRecord, type EndRecord, type HeaderRecord, isCopied, TEXT_FORMAT } from './record';

/**
 * Restores into a database without tables: all or nothing. The schema is made by the migrations that the backup had, the
 * foreign keys are made again, and so checked, when all rows are there.
 * @param dataDir where files go; nowhere for a database that moves alone
 * @param check throws where the backup can't be used here
 */
export async function restore(
  url: string,
  dataDir: string | undefined,
  records: AsyncIterable<BackupRecord>,
  check: (header: HeaderRecord) => void = () => undefined,
): Promise<{ header: HeaderRecord; end: EndRecord }> {
  await assertEmpty(url);
  const iterator = records[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done || first.value.kind !== 'header') throw new CommandError('This is no backup.');
  const header = first.value;
  check(header);
  await migrate(url, knownMigrations(header));

  const client = new Client({ connectionString: url, application_name: 'collabsphere-restore', options: TEXT_FORMAT });
  await client.connect();
  try {
    await client.query('BEGIN');
    const restoreConstraints = await withoutConstraints(client);
    const end = await load(client, dataDir, { [Symbol.asyncIterator]: () => iterator });
    await restoreConstraints();
    await client.query('COMMIT');
    return { header, end };
  } finally {
    await client.end();
  }
}

async function assertEmpty(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await tablesOf(client);
    if (tables.length > 0)
      throw new CommandError(`The database is not empty: it has ${tables.length} tables, such as ${tables[0]!.name}.`);
  } finally {
    await client.end();
  }
}

/** Those of an older version are known; those that come after them run at the next start. */
function knownMigrations({ migrations }: HeaderRecord) {
  const known = schema.migrations.filter(({ name }) => migrations.includes(name));
  if (known.length < migrations.length)
    throw new CommandError('The backup was made by a newer version. Restore it with that one.');
  return known;
}

/** Drops foreign keys, and switches triggers off. @returns does both again, as it was */
async function withoutConstraints(client: Client): Promise<() => Promise<void>> {
  const tables = (await tablesOf(client)).map(({ name }) => name);
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `
    SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid::regclass::text = ANY ($1)`,
    [tables],
  );
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  await switchTriggers(client, 'DISABLE');
  // What migrations have put there, such as the system roles, is in the backup too.
  await client.query(`TRUNCATE ${tables.join(', ')}`);
  return async () => {
    await switchTriggers(client, 'ENABLE');
    for (const { table, name, definition } of keys)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  };
}

async function switchTriggers(client: Client, to: 'ENABLE' | 'DISABLE'): Promise<void> {
  const tables = (await tablesOf(client)).map(({ name }) => name);
  for (const table of [...tables, ...(await partitionsOf(client))])
    await client.query(`ALTER TABLE ${table} ${to} TRIGGER USER`);
}

async function load(
  client: Client,
  dataDir: string | undefined,
  records: AsyncIterable<BackupRecord>,
): Promise<EndRecord> {
  let table = { name: '', columns: [''] };
  const counts: Record<string, number> = {};
  const tables = new Set((await tablesOf(client)).map(({ name }) => name));
  for await (const record of records)
    switch (record.kind) {
      case 'table':
        if (!tables.has(record.name))
          throw new CommandError(`The backup has a table that this version does not know: ${record.name}`);
        table = record;
        if (table.name === 'audit_log') await addPartitions(client);
        break;
      case 'rows':
        counts[table.name] = (counts[table.name] ?? 0) + (await insert(client, table, record.rows));
        break;
      case 'sequence':
        await client.query('SELECT setval($1::regclass, $2, $3)', [record.name, record.value, record.isCalled]);
        break;
      case 'file':
        if (dataDir && isCopied(record.path)) await store(dataDir, record.path, record.data);
        break;
      case 'end':
        for (const [name, count] of Object.entries(record.rows))
          if (counts[name] !== count) throw new CommandError(`${name} has ${counts[name] ?? 0} of ${count} rows.`);
        return record;
    }
  throw new CommandError('The backup is cut off: it has no end.');
}

/** For the numbers that the log has: its head and anchor, which come before it, are there already. */
async function addPartitions(client: Client): Promise<void> {
  const { rows } = await client.query<{ isDivided: boolean }>(
    `SELECT to_regproc('audit_add_partitions') IS NOT NULL AS "isDivided"`,
  );
  if (rows[0]!.isDivided) await client.query('SELECT audit_add_partitions()');
}

async function insert(
  client: Client,
  { name, columns }: { name: string; columns: string[] },
  rows: string[],
): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO ${name} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT ${columns.map((column) => `(line.r).${column}`).join(', ')}
     FROM (SELECT text::${name} AS r FROM unnest($1::text[]) text) line`,
    [rows],
  );
  return rowCount!;
}

async function store(dataDir: string, path: string, data: string): Promise<void> {
  const file = resolve(dataDir, path);
  if (!file.startsWith(resolve(dataDir) + sep))
    throw new CommandError(`The backup has a file outside of DATA_DIR: ${path}`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, Buffer.from(data, 'base64'), { mode: 0o600 });
}
