import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';

/** What lasts longer, such as a backup, is not waited for. */
const LIMIT_MS = 10_000;
const PAUSE_MS = 50;
const RUNNING = `
  SELECT virtualxid AS id FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'virtualxid' AND mode = 'ExclusiveLock' AND datname = current_database() AND pid <> pg_backend_pid()`;

/**
 * Waits until the transactions that run now have ended. A statement looks up its functions before it takes the locks of what
 * they use: until it ends, what it has found must not be dropped.
 */
export async function untilTransactionsEnd(queryRunner: QueryRunner): Promise<void> {
  const running = async () => {
    const rows: { id: string }[] = await queryRunner.query(RUNNING);
    return rows.map(({ id }) => id);
  };
  const deadline = performance.now() + LIMIT_MS;
  for (let left = await running(); left.length > 0 && performance.now() < deadline;) {
    await sleep(PAUSE_MS);
    const now = new Set(await running());
    left = left.filter((id) => now.has(id));
  }
}
