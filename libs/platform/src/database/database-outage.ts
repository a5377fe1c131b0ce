import { isNativeError } from 'node:util/types';

/**
 * `read_only`: a former primary after a failover. `slow`: a statement took too long. `pool_exhausted`: no connection was
 * free in time. `conflict`: transactions met; a retry helps. `away`: PostgreSQL can't be reached, or has no room.
 */
export type DatabaseFault = 'away' | 'read_only' | 'slow' | 'pool_exhausted' | 'conflict';

export const READ_ONLY_CODE = '25006';
const LOCK_NOT_AVAILABLE_CODE = '55P03';

const networkErrors = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
/** SQLSTATEs of an unavailable or full database or of an aborted transaction; others mean that the statement is wrong. */
const faultByCode: [RegExp, DatabaseFault][] = [
  [new RegExp(`^${READ_ONLY_CODE}$`), 'read_only'],
  [/^57014$/, 'slow'],
  [new RegExp(`^(40001|40P01|${LOCK_NOT_AVAILABLE_CODE})$`), 'conflict'],
  [/^(08|57P0|53|25P03$)/, 'away'],
];
const faultByMessage: [RegExp, DatabaseFault][] = [
  // Of pg's pool; a connection that PostgreSQL does not accept in time has another message.
  [/timeout exceeded when trying to connect/i, 'pool_exhausted'],
  [/Query read timeout/i, 'slow'],
  [
    /Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after|not queryable|DataSource is not/i,
    'away',
  ],
  // TypeORM gives a lost connection back at once: the next statement of the transaction has none.
  [/Query runner already released|provided by a query runner was already released/, 'away'],
];

/** What an error of TypeORM or pg says of PostgreSQL, if it is no fault of the statement: a retry may help. */
export function databaseFaultOf(error: unknown): DatabaseFault | undefined {
  if (!isNativeError(error)) return undefined;
  const { code, driverError, errors } = error as Error & { code?: unknown; driverError?: unknown; errors?: unknown[] };
  if (driverError && driverError !== error) return databaseFaultOf(driverError);
  if (Array.isArray(errors)) return errors.map(databaseFaultOf).find(Boolean);
  const byMessage = faultByMessage.find(([message]) => message.test(error.message));
  if (byMessage) return byMessage[1];
  if (typeof code !== 'string') return undefined;
  if (isNetworkError(error, code)) return 'away';
  return faultByCode.find(([pattern]) => pattern.test(code))?.[1];
}

/** Whether a lock was not granted within `lock_timeout`, or at once with `NOWAIT`. */
export const isLockNotAvailable = (error: unknown): boolean =>
  (error as { code?: unknown }).code === LOCK_NOT_AVAILABLE_CODE;

/** Whether PostgreSQL can't be reached, is overloaded or takes no writes, so that a retry may help. */
export const isDatabaseOutage = (error: unknown): boolean => databaseFaultOf(error) !== undefined;

/**
 * Node's system errors have a `syscall`; what Node throws for a request whose client went away (`aborted`) has none. A
 * missing file (ENOENT) is no outage, a missing socket of PostgreSQL is one.
 */
function isNetworkError(error: Error, code: string): boolean {
  const { syscall } = error as { syscall?: unknown };
  return networkErrors.test(code) && typeof syscall === 'string' && (code !== 'ENOENT' || syscall === 'connect');
}
