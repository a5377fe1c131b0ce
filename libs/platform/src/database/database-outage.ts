import { isNativeError } from 'node:util/types';

const networkErrors = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
/** SQLSTATEs of an unavailable or full database or of an aborted transaction; others mean that the statement is wrong. */
const outage = /^(08|57P0|53)|^(40001|40P01|57014|25P03|55P03)$/;
const messages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after|Query read timeout|not queryable|DataSource is not/i;

/** Whether an error of TypeORM or pg says that PostgreSQL can't be reached or is overloaded, so that a retry may help. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, driverError, errors } = error as Error & { code?: unknown; driverError?: unknown; errors?: unknown[] };
  if (driverError && driverError !== error) return isDatabaseOutage(driverError);
  if (Array.isArray(errors)) return errors.some(isDatabaseOutage);
  if (messages.test(error.message)) return true;
  return typeof code === 'string' && (outage.test(code) || isNetworkError(error, code));
}

/**
 * Node's system errors have a `syscall`; what Node throws for a request whose client went away (`aborted`) has none. A
 * missing file (ENOENT) is no outage, a missing socket of PostgreSQL is one.
 */
function isNetworkError(error: Error, code: string): boolean {
  const { syscall } = error as { syscall?: unknown };
  return networkErrors.test(code) && typeof syscall === 'string' && (code !== 'ENOENT' || syscall === 'connect');
}
