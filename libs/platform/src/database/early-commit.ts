import type { Client } from 'pg';

/** What TypeORM sends, and what is sent instead: no round trip more. */
export const earlyCommit = {
  begin: 'START TRANSACTION; SET LOCAL synchronous_commit = off',
  // The message has no content; its commit is written through, and with it everything before it.
  commit: `COMMIT; SELECT pg_logical_emit_message(true, ''::text, ''::text)`,
} as const;

/**
 * Transactions release their locks when they have committed, and are answered when the commit is on the disk. Otherwise
 * the end of the audit chain and the lock of NOTIFY would be held while the disk works, by one transaction at a time.
 */
export function commitEarly(client: Client): void {
  const query = client.query.bind(client) as (statement: unknown, ...rest: unknown[]) => unknown;
  const replaced = new Map<unknown, string>([
    ['START TRANSACTION', earlyCommit.begin],
    ['COMMIT', earlyCommit.commit],
  ]);
  client.query = ((statement: unknown, ...rest: unknown[]) =>
    query(replaced.get(statement) ?? statement, ...rest)) as typeof client.query;
}

/** Managed databases may not let everyone write messages. PostgreSQL does. */
export const MAY_COMMIT_EARLY = `SELECT bool_and(has_function_privilege(oid, 'execute')) AS may
  FROM pg_proc WHERE proname = 'pg_logical_emit_message'`;
