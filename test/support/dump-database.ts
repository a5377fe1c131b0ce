import type { DataSource } from 'typeorm';

/** All rows of all tables as text, to look for what must not be anywhere. */
export async function dumpDatabase(database: DataSource): Promise<string> {
  const tables = await database.query<{ name: string }[]>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'graphile_worker')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const [{ rows }] = await database.query(`SELECT coalesce(string_agg(t::text, chr(10)), '') AS rows FROM ${name} t`);
    parts.push(`${name}\n${rows}`);
  }
  return parts.join('\n');
}
