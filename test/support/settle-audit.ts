import type { DataSource } from 'typeorm';

/** Requests at the same moment may leave entries that wait for the chain: they are in `audit_log` after this. */
export async function settleAudit(db: DataSource): Promise<void> {
  await db.query('SELECT audit_append_pending()');
}
