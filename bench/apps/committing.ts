import { Client } from 'pg';
import { coalesced } from '../support/coalesced';

export interface CommittingOptions {
  databaseUrl: string;
  /** Each one changes rows of its own. */
  sessionIds: string[];
  seconds: number;
  isAudited: boolean;
}

/**
 * A process that ends transactions as the service does: BEGIN, a row, its audit entry, COMMIT, each a statement of its own.
 * What waits for its place in the chain is appended after the commit, by one statement at a time.
 */
async function main(options: CommittingOptions): Promise<void> {
  const { databaseUrl, sessionIds, seconds } = options;
  const appender = await connect(databaseUrl);
  const clients = await Promise.all(sessionIds.map(() => connect(databaseUrl)));
  process.send!('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const latencies: number[] = [];
  const append = coalesced(() => appender.query('SELECT audit_append_pending()'));
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    clients.map(async (client, n) => {
      while (performance.now() < end) {
        const since = performance.now();
        if (await commit(client, sessionIds[n]!, options.isAudited)) append();
        latencies.push(performance.now() - since);
      }
    }),
  );
  process.send!(latencies, () => process.exit(0));
}

/** @returns whether the entry waits for its place */
async function commit(client: Client, sessionId: string, isAudited: boolean): Promise<boolean> {
  await client.query('BEGIN');
  await client.query('UPDATE sessions SET rotated_at = now() WHERE id = $1', [sessionId]);
  const { rows } = isAudited
    ? await client.query<{ appended: boolean }>(
        `SELECT audit_append(jsonb_populate_record(NULL::audit_log, jsonb_build_object(
           'id', gen_random_uuid(), 'action', 'bench', 'subject_id', $1::uuid, 'details', '{}'::jsonb))) AS appended`,
        [sessionId],
      )
    : { rows: [] };
  await client.query('COMMIT');
  return rows[0]?.appended === false;
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client(databaseUrl);
  await client.connect();
  return client;
}

process.once('message', (options: CommittingOptions) => void main(options));
