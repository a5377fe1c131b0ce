import type { DataSource } from 'typeorm';

/** What a process writes by itself, every few seconds. */
const BACKGROUND = /INSERT INTO (service_nodes|activity_counts)|SET seen_generation = seen\.generation/;

/** What was sent to PostgreSQL through TypeORM while `work` ran; BEGIN and COMMIT are not counted, nor what the process reports of itself. */
export async function recordStatements(database: DataSource, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const before = database.logger;
  database.logger = {
    ...before,
    logQuery: (query: string) => {
      if (!/^(START TRANSACTION|COMMIT|ROLLBACK)/.test(query) && !BACKGROUND.test(query))
        statements.push(query.replaceAll(/\s+/g, ' ').trim());
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
