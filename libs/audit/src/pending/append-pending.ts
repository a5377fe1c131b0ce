import { isLockNotAvailable } from '#platform';
import type { DataSource } from 'typeorm';

/** What the SQL function appends in one transaction. */
const BATCH_SIZE = 1000;

/**
 * Appends the entries that wait for their place in the chain. Every reader of the log calls it first, so that it finds
 * what was committed before.
 * @returns `false` if a transaction keeps the end of the chain locked: readers do without those entries then
 */
export async function appendPending(database: Pick<DataSource, 'query'>): Promise<boolean> {
  try {
    for (;;) {
      const [{ appended }] = await database.query('SELECT audit_append_pending() AS appended');
      if (appended < BATCH_SIZE) return true;
    }
  } catch (error) {
    if (isLockNotAvailable(error)) return false;
    throw error;
  }
}
