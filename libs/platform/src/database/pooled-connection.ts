import type { Client } from 'pg';
import { READ_ONLY_CODE } from './database-outage';
import { destroyWhenUnresponsive } from './unresponsive-connection';

/** What pg keeps to itself. */
interface PgClientInternals {
  connection: NodeJS.EventEmitter;
}

/** What is done to each new connection of a pool, so that no request gets one that is of no use any more. */
export function preparePooledConnection(limitMs: number): (client: Client) => void {
  const destroyLater = destroyWhenUnresponsive(limitMs);
  return (client) => {
    destroyLater(client);
    endWhenReadOnly(client);
  };
}

/**
 * After a failover the former primary may go on and refuse writes, while the address leads to another server already. A
 * new connection finds it.
 */
function endWhenReadOnly(client: Client): void {
  const { connection } = client as unknown as PgClientInternals;
  connection.on('errorMessage', ({ code }: { code?: string }) => {
    // The pool removes a connection that has been ended.
    if (code === READ_ONLY_CODE) connection.once('readyForQuery', () => void client.end().catch(() => undefined));
  });
}
