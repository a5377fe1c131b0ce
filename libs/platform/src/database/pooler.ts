import { Client } from 'pg';

/**
 * `none`: each connection is one of PostgreSQL's. `session`: so it is, by way of a pooler. `transaction`: a pooler hands
 * each transaction another of its connections.
 */
export type Pooler = 'none' | 'session' | 'transaction';

/** A pooler refuses connections that ask for more than it knows: what a pool asks for behind this one. */
export function acceptedBy<Options extends object>(pooler: Pooler, options: Options): Options {
  return pooler === 'none'
    ? options
    : { ...options, statement_timeout: undefined, idle_in_transaction_session_timeout: undefined };
}

/**
 * Which of two clients asks. Whatever order a pooler gives its connections in (the last first, in turns, at random), one
 * of the clients meets another connection than before, or that of the other.
 */
const ASKERS = [0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1] as const;

/**
 * A pooler makes up the process id that PostgreSQL tells a client at the start, since the client has no process of its
 * own. So one connection suffices to find one, also if the pooler has a single connection.
 * @param timeoutMs for connecting, and for each statement
 */
export async function findPooler(url: string, timeoutMs: number): Promise<Pooler> {
  return withClient(url, timeoutMs, async (first) => {
    if ((await backendOf(first)) === processIdOf(first)) return 'none';
    return withClient(url, timeoutMs, async (second) =>
      (await doShareBackends([first, second])) ? 'transaction' : 'session',
    );
  });
}

async function doShareBackends(clients: [Client, Client]): Promise<boolean> {
  const backends = [new Set<number>(), new Set<number>()] as const;
  for (const asker of ASKERS) backends[asker].add(await backendOf(clients[asker]));
  const [first, second] = backends;
  return first.size > 1 || second.size > 1 || [...first].some((backend) => second.has(backend));
}

/** Advisory locks belong to one database of one server, which need not show in a name or an address. */
export async function isSameDatabase(urls: [string, string], timeoutMs: number): Promise<boolean> {
  const [direct, other] = urls;
  return withClient(direct, timeoutMs, async (holder) => {
    const { rows } = await holder.query<{ key: string }>(
      'SELECT key, pg_advisory_lock(key) FROM (SELECT (random() * 1e15)::bigint AS key) AS chosen',
    );
    return withClient(other, timeoutMs, async (asker) => {
      // A transaction's lock, which no pooler can keep.
      const answer = await asker.query<{ free: boolean }>(`SELECT pg_try_advisory_xact_lock(${rows[0]!.key}) AS free`);
      return !answer.rows[0]!.free;
    });
  });
}

/** Whether PostgreSQL itself ends what takes too long, though the pooler passes on no such wish of ours. */
export async function hasStatementTimeout(url: string, timeoutMs: number): Promise<boolean> {
  return withClient(url, timeoutMs, async (client) => {
    const { rows } = await client.query<{ statement_timeout: string }>('SHOW statement_timeout');
    return rows[0]!.statement_timeout !== '0';
  });
}

async function backendOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]!.pid;
}

/** What pg keeps to itself: the process id that the server has named. */
const processIdOf = (client: Client) => (client as unknown as { processID: number | null }).processID;

async function withClient<T>(url: string, timeoutMs: number, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: 'collabsphere-start',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // Without a listener a connection that is lost would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
