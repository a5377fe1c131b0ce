import type { DataSource } from 'typeorm';

/**
 * Runs `work` if no other session holds the advisory lock, and holds it meanwhile on a connection of its own: work may
 * take longer than a transaction may. The lock ends with the connection, so `work` must be safe without it too.
 * @returns `undefined` if another session holds the lock
 */
export async function runExclusively<Result>(
  database: DataSource,
  lock: number,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const holder = database.createQueryRunner();
  try {
    const [row] = await holder.query('SELECT pg_try_advisory_lock($1) AS "isLocked"', [lock]);
    if (!row.isLocked) return undefined;
    try {
      return await work();
    } finally {
      await holder.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
  } finally {
    await holder.release();
  }
}
