import type { DataSource } from 'typeorm';

/** What a process writes by itself: every few seconds, or after the commits of others. */
const BACKGROUND =
  /INSERT INTO (service_nodes|activity_counts)|SET seen_generation = seen\.generation|audit_append_pending/;

/** Of a prepared statement. */
const MARK = /^\/\* prepared: \w+ \*\/ /;

/**
 * What was sent to PostgreSQL through TypeORM while `work` ran; BEGIN and COMMIT are not counted.
 * @param options.background counts what the process writes by itself, too
 */
export async function recordStatements(
  database: DataSource,
  work: () => Promise<unknown>,
  { background = false } = {},
): Promise<string[]> {
  const statements: string[] = [];
  const before = database.logger;
  database.logger = {
    ...before,
    logQuery: (query: string) => {
      const isCounted = background || !BACKGROUND.test(query);
      if (isCounted && !/^(START TRANSACTION|COMMIT|ROLLBACK)/.test(query))
        statements.push(query.replace(MARK, '').replaceAll(/\s+/g, ' ').trim());
    },
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  try {
    await work();
  } finally {
    database.logger = before;
  }
  return statements;
}
