import type { EntityManager } from 'typeorm';

/**
 * Locks a user's row until the transaction ends: whatever changes an account, or acts for it, comes one after the other.
 * The order of all locks stands in docs/architecture.md: only `lockAssignments` comes before, the audit log last.
 * What is read in the next statement is what the one before has left.
 */
export async function lockUser(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
}

/**
 * An expression that locks an address of pushes until the transaction ends, after the user's row: it is on one device at
 * a time. Nothing is locked where the address is null. `SessionsService.create` must come in a later statement, which sees what the one
 * before has left.
 * @param address SQL of a text
 */
export const pushTokenLockSql = (address: string) => `pg_advisory_xact_lock(hashtextextended(${address}, 0))`;
