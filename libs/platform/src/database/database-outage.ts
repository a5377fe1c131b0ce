import { isNativeError } from 'node:util/types';

/** SQLSTATEs and network errors that mean "the database is away, has no room, or gave this transaction up for another", not "the statement is wrong". */
const outage =
  /^(08|57P0|53)|^(40001|40P01|57014|25P03|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const messages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after|Query read timeout|not queryable|DataSource is not/i;

/** Whether an error of TypeORM or pg says that PostgreSQL can't be reached or is overloaded, so that a retry may help. */
export function isDatabaseOutage(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, driverError, errors } = error as Error & { code?: unknown; driverError?: unknown; errors?: unknown[] };
  if (driverError && driverError !== error) return isDatabaseOutage(driverError);
  if (Array.isArray(errors)) return errors.some(isDatabaseOutage);
  return isDatabaseError(error) && ((typeof code === 'string' && outage.test(code)) || messages.test(error.message));
}

/** A missing file (ENOENT) of ours is no outage; only what pg or its socket threw counts. */
function isDatabaseError(error: Error): boolean {
  const code = (error as { code?: unknown }).code;
  return code !== 'ENOENT' || (error as { syscall?: unknown }).syscall === 'connect';
}
