import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';

/** How soon a replica is asked again whether it has caught up. */
const POLL_MS = 5;

const IDENTITY = `(SELECT system_identifier FROM pg_control_system()) || '/' || current_database()`;

/** What the primary has committed. */
export interface Position {
  lsn: string;
  /** Of the server and the database, so that another one is not taken for a replica. */
  identity: string;
}

/** The replica can not answer now: it lags, or it is none of this database. */
export class ReplicaUnusable extends Error {
  constructor(
    message: string,
    readonly isLagging = false,
  ) {
    super(message);
  }
}

export async function positionOf(primary: DataSource): Promise<Position> {
  const [position] = await primary.query<[Position]>(
    `SELECT pg_current_wal_flush_lsn()::text AS lsn, ${IDENTITY} AS identity`,
  );
  return position;
}

/**
 * Waits until the replica has what the primary had committed.
 * @param maxLag in seconds
 * @throws {ReplicaUnusable}
 */
export async function catchUp(
  replica: DataSource | EntityManager,
  { lsn, identity }: Position,
  maxLag: number,
): Promise<void> {
  const deadline = performance.now() + maxLag * 1000;
  for (;;) {
    const [state] = await replica.query<[{ identity: string; standby: boolean; current: boolean | null }]>(
      `SELECT ${IDENTITY} AS identity, pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn() >= $1::pg_lsn AS current`,
      [lsn],
    );
    if (state.identity !== identity) throw new ReplicaUnusable('it is no replica of this database');
    if (!state.standby) throw new ReplicaUnusable('it is no replica any more');
    if (state.current) return;
    if (performance.now() >= deadline) throw new ReplicaUnusable('it lags more than DATABASE_REPLICA_MAX_LAG', true);
    await sleep(POLL_MS);
  }
}
