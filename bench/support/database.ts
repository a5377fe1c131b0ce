import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';

export interface Database {
  url: string;
  close(): Promise<void>;
}

/**
 * On the server of `DATABASE_URL` a database of its own, dropped at the end; without one, an embedded PostgreSQL. It is a copy
 * of `DATABASE_TEMPLATE`, where that is set: the scripts of a quick run do not each migrate.
 */
export async function openDatabase(folder: string): Promise<Database> {
  const server = process.env.DATABASE_URL;
  if (!server) {
    // Not before it is needed: this takes longer to load than some scripts take.
    const { EmbeddedPostgres } = await import('#platform');
    const embedded = await EmbeddedPostgres.open(join(folder, 'database'));
    return { url: embedded.url, close: () => embedded.close() };
  }
  const name = `collabsphere_bench_${randomUUID().replaceAll('-', '')}`;
  const template = process.env.DATABASE_TEMPLATE ?? 'template1';
  await query(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, close: async () => void (await query(server, `DROP DATABASE ${name} WITH (FORCE)`)) };
}

export async function query<Row extends QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<Row>(sql, values).finally(() => client.end());
  return rows;
}
