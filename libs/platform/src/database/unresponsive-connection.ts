import type { Socket } from 'node:net';
import type { Client } from 'pg';

/** What pg keeps to itself. */
interface PgClientInternals {
  connection: { stream: Socket };
  readyForQuery: boolean;
}

/**
 * Cuts a connection on which a statement has had no answer for so long that PostgreSQL itself would have ended it: the
 * network has lost it, and may not say so for a quarter of an hour. With pg's own `query_timeout` it would go back to
 * the pool, and the next statement would wait behind the lost one.
 */
export function destroyWhenUnresponsive(limitMs: number): (client: Client) => void {
  return (client) => {
    const insides = client as unknown as PgClientInternals;
    const { stream } = insides.connection;
    stream.setTimeout(limitMs).on('timeout', () => {
      if (!insides.readyForQuery) stream.destroy();
    });
  };
}
