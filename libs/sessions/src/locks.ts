import type { EntityManager } from 'typeorm';

/**
 * Locks a user's row until the transaction ends, so that all changes of an account, and all changes by it, are
 * serialized. Lock order (docs/architecture.md): only `RoleAssignmentsRepository.lock` comes before, the audit log last.
 * The next statement sees what the transaction before has committed.
 */
export async function lockUser(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
}

/**
 * SQL expression that locks a push token until the transaction ends, after the user's row: a push token is on one device
 * at a time. Null locks nothing. `SessionsService.create` must run in a later statement, which sees what the transaction
 * before has committed.
 * @param address SQL of a text
 */
export const pushTokenLockSql = (address: string) => `pg_advisory_xact_lock(hashtextextended(${address}, 0))`;
