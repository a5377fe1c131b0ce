import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { isDatabaseOutage } from '../database/database-outage';
import { preparePooledConnection } from '../database/pooled-connection';

/** One of the codes after which graphile-worker goes on trying, from 3 s to 2 minutes apart. */
const RETRYABLE_CODE = 'ETIMEDOUT';
const RECONNECT_INTERVAL_MS = 1000;

interface JobsPoolConfig extends PoolConfig {
  limitMs: number;
  /** Where LISTEN outlives a transaction, if the pool's connections don't. */
  listenUrl?: string;
}

type Asynchronous = (...parameters: unknown[]) => Promise<unknown> | undefined;

/**
 * graphile-worker says "done" and "failed" again after a few errors only. After any other, such as a lost connection,
 * it leaves the job locked for 4 h (and the promise unhandled), so every outage looks to it like one of the few.
 */
export function createJobsPool({ limitMs, listenUrl, ...config }: JobsPoolConfig): Pool {
  const pool = new Pool({ ...config, onConnect: preparePooledConnection(limitMs) } as PoolConfig);
  const withRetryableOutages =
    (work: Asynchronous): Asynchronous =>
    (...parameters) =>
      work(...parameters)?.catch((error: unknown) => {
        if (pool.ending || !isDatabaseOutage(error)) throw error;
        throw Object.assign(new Error((error as Error).message, { cause: error }), { code: RETRYABLE_CODE });
      });
  pool.on('connect', (client) => {
    client.query = withRetryableOutages(client.query.bind(client) as Asynchronous) as typeof client.query;
  });
  if (listenUrl !== undefined && listenUrl !== config.connectionString)
    listenElsewhere(pool, { ...config, connectionString: listenUrl, application_name: 'collabsphere-jobs-listen' });
  waitForConnections(pool);
  return pool;
}

/** graphile-worker asks with a callback for the connection that LISTENs, and otherwise with a promise. */
function listenElsewhere(pool: Pool, config: PoolConfig): void {
  const listening = new Pool(config);
  listening.on('error', (error, client) => pool.emit('error', error, client));
  listening.on('connect', (client) => client.on('error', (error) => pool.emit('error', error, client)));
  const [connect, end] = [pool.connect.bind(pool), pool.end.bind(pool)];
  pool.connect = ((callback?: Parameters<typeof connect>[0]) =>
    callback ? listening.connect(callback) : connect()) as typeof pool.connect;
  pool.end = (() => Promise.all([end(), listening.end()]).then(() => undefined)) as typeof pool.end;
}

/**
 * A connection is waited for until the pool ends. The waits of graphile-worker could not be ended: after a stop during an
 * outage they would keep the process alive for up to 2 minutes.
 */
function waitForConnections(pool: Pool): void {
  const ended = new AbortController();
  const [connect, end] = [pool.connect.bind(pool), pool.end.bind(pool)];
  const connectOnceAvailable = async (): Promise<PoolClient> => {
    for (;;) {
      try {
        return await connect();
      } catch (error) {
        if (ended.signal.aborted || !isDatabaseOutage(error)) throw error;
        await sleep(RECONNECT_INTERVAL_MS, undefined, { signal: ended.signal }).catch(() => {
          throw error;
        });
      }
    }
  };
  pool.connect = ((callback?: Parameters<typeof connect>[0]) =>
    callback ? connect(callback) : connectOnceAvailable()) as typeof pool.connect;
  pool.end = (() => {
    ended.abort();
    return end();
  }) as typeof pool.end;
}
