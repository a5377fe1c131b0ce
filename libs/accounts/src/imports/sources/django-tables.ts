import { Client, escapeIdentifier } from 'pg';
import { ImportError } from '../import.error';
import type { SourceRecord } from '../source-account';
import { toAccount } from './django.source';
import { Fields } from './fields';
import { recordOf } from './record-of';

const PAGE = 1000;

/**
 * The rows of Django's own tables, of one snapshot. Nothing is written there: the transaction is read-only.
 * @param table such as `auth_user`, or `accounts_user` of an app's own user model
 * @throws {ImportError} where the database can't be reached or has no such table
 */
export async function* djangoTables(url: string, table: string): AsyncGenerator<SourceRecord> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // Without it a broken connection would end the process by an event that no one handles.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`DECLARE people NO SCROLL CURSOR FOR ${await selection(client, table)}`);
    let row = 0;
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${PAGE} FROM people`);
      for (const { user, roles } of rows)
        yield recordOf(++row, () => toAccount(String(user.id), Fields.of(user), roles));
      if (rows.length < PAGE) return;
    }
  } catch (error) {
    if (error instanceof ImportError || !(error instanceof Error)) throw error;
    // Not the error as it is: it may have the password of the URL.
    const reason = 'code' in error ? `${error.message} (${String(error.code)})` : error.message;
    throw new ImportError(`Django's database can't be read: ${reason}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Row {
  user: Record<string, unknown>;
  roles: string[];
}

/** Roles are the groups, and the name of the row that a column `role_id` refers to. */
async function selection(client: Client, table: string): Promise<string> {
  const users = escapeIdentifier(table);
  const groups = `${table}_groups`;
  const tables = await client.query<{ users: boolean; groups: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS users, to_regclass($2) IS NOT NULL AS groups',
    [users, escapeIdentifier(groups)],
  );
  if (!tables.rows[0]!.users)
    throw new ImportError(`Django's database has no table ${JSON.stringify(table)}; --table names another.`);
  const names = [
    ...(tables.rows[0]!.groups ? [await groupNames(client, groups)] : []),
    ...(await roleNames(client, users)),
  ];
  const roles = names.length > 0 ? names.map((query) => `ARRAY(${query})`).join(' || ') : `'{}'::text[]`;
  return `SELECT to_jsonb(person) AS "user", (${roles})::text[] AS roles FROM ${users} person ORDER BY person.id`;
}

/** The column with the user's id is named after the app's model. */
async function groupNames(client: Client, groups: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'group_id')`,
    [escapeIdentifier(groups)],
  );
  if (rows.length !== 1) throw new ImportError(`Django's table ${JSON.stringify(groups)} has unknown columns.`);
  return `SELECT g.name::text FROM ${escapeIdentifier(groups)} m JOIN auth_group g ON g.id = m.group_id
          WHERE m.${escapeIdentifier(rows[0]!.name)} = person.id ORDER BY g.name`;
}

async function roleNames(client: Client, users: string): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT c.confrelid::regclass::text AS "table"
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
     WHERE c.conrelid = to_regclass($1) AND c.contype = 'f' AND a.attname = 'role_id' AND EXISTS (
       SELECT FROM pg_attribute WHERE attrelid = c.confrelid AND attname = 'name' AND NOT attisdropped)`,
    [users],
  );
  return rows.map(({ table }) => `SELECT r.name::text FROM ${table} r WHERE r.id = person.role_id`);
}
