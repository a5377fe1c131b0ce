import type { Client } from 'pg';

/** Runs one statement, on whichever connection. */
export type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

export const queryOn =
  (client: Client): Query =>
  async (sql, parameters) =>
    (await client.query(sql, parameters)).rows;
