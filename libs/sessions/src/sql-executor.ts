import type { Client } from 'pg';

/** Runs one statement, on whichever connection. */
export type SqlExecutor = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

export const executorFor =
  (client: Client): SqlExecutor =>
  async (sql, parameters) =>
    (await client.query(sql, parameters)).rows;
