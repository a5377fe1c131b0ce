import { Pool, type PoolConfig } from 'pg';
import { isDatabaseOutage } from '../database/database-outage';
import { destroyWhenUnresponsive } from '../database/unresponsive-connection';

/** One of the codes after which graphile-worker goes on trying, from 3 s to 2 minutes apart. */
const RETRYABLE_CODE = 'ETIMEDOUT';

type Asynchronous = (...parameters: unknown[]) => Promise<unknown> | undefined;

/**
 * graphile-worker says "done" and "failed" again after a few errors only. After any other, such as a lost connection,
 * it leaves the job locked for 4 h (and the promise unhandled), so every outage looks to it like one of the few.
 */
export function createJobsPool({ limitMs, ...config }: PoolConfig & { limitMs: number }): Pool {
  const pool = new Pool({ ...config, onConnect: destroyWhenUnresponsive(limitMs) } as PoolConfig);
  const withRetryableOutages =
    (work: Asynchronous): Asynchronous =>
    (...parameters) =>
      work(...parameters)?.catch((error: unknown) => {
        if (pool.ending || !isDatabaseOutage(error)) throw error;
        throw Object.assign(new Error((error as Error).message, { cause: error }), { code: RETRYABLE_CODE });
      });
  pool.connect = withRetryableOutages(pool.connect.bind(pool) as Asynchronous) as typeof pool.connect;
  pool.on('connect', (client) => {
    client.query = withRetryableOutages(client.query.bind(client) as Asynchronous) as typeof client.query;
  });
  return pool;
}
