import { Client, type ClientConfig } from 'pg';

const MARK = /^\/\* prepared: (\w+) \*\/ /;

/**
 * Marks a statement that runs often: PostgreSQL parses and plans it once for each connection.
 * @param name of the statement; one name has one text. It also shows in `pg_stat_activity`.
 */
export const prepared = (name: string, sql: string): string => `/* prepared: ${name} */ ${sql}`;

type Query = (statement: unknown, values?: unknown[], callback?: unknown) => unknown;

/** pg's client, which sends marked statements as named prepared statements. */
export class PreparingClient extends Client {
  constructor(config: ClientConfig) {
    super(config);
    const query = super.query.bind(this) as Query;
    this.query = ((statement: unknown, values?: unknown[], callback?: unknown) => {
      const name = typeof statement === 'string' && values ? MARK.exec(statement)?.[1] : undefined;
      return name ? query({ name, text: statement, values }, undefined, callback) : query(statement, values, callback);
    }) as typeof this.query;
  }
}
