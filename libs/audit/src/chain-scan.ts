import type { EntityManager } from 'typeorm';
import { ACCOUNT_DELETIONS, EXPIRE_ORIGINS, NEW_DEVICE } from './audit-actions';

/** An entry, by number and hash. */
export interface ChainPosition {
  seq: number;
  hash: Buffer;
}

export interface ChainScan {
  /** The last entry that is valid. */
  at: ChainPosition;
  /** `seq` of the first entry with a wrong hash, or after a missing entry. */
  brokenAt?: number;
}

/** Entries that are verified in one statement. */
const BATCH_SIZE = 10_000;

/**
 * Verifies the entries after a position.
 * @param log SQL of a relation with the columns of `audit_log`. It must contain the entries that allow an erasure
 * @param last the last entry to verify; by default all
 */
export async function scanChain(
  manager: EntityManager,
  log: string,
  start: ChainPosition,
  last = Number.MAX_SAFE_INTEGER,
): Promise<ChainScan> {
  let at = start;
  for (;;) {
    const rows = await manager.query<{ seq: string; hash: Buffer; fits: boolean | null }[]>(scanSql(log), [
      at.seq,
      at.hash,
      last,
    ]);
    for (const { seq, hash, fits } of rows) {
      if (Number(seq) !== at.seq + 1 || !fits) return { at, brokenAt: at.seq + 1 };
      at = { seq: Number(seq), hash };
    }
    if (rows.length < BATCH_SIZE) return { at };
  }
}

/** An erased part is valid only if a later entry of the chain allows it. */
const scanSql = (log: string) => `
  WITH deleted AS MATERIALIZED (
    SELECT subject_id AS person, max(seq) AS at FROM ${log} entry
    WHERE action IN (${ACCOUNT_DELETIONS.map((action) => `'${action}'`).join(', ')}) GROUP BY subject_id
  ), expired AS MATERIALIZED (
    SELECT coalesce(max(least(seq - 1, CASE WHEN jsonb_typeof(details -> 'last_entry') = 'number'
                                            THEN (details -> 'last_entry')::numeric ELSE 0 END)), 0) AS last
    FROM ${log} entry WHERE action = '${EXPIRE_ORIGINS}'
  )
  SELECT seq, hash,
         audit_hash(lag(hash, 1, $2) OVER (ORDER BY seq), ROW(entry.*)::audit_log) = hash
           AND audit_fits(ROW(entry.*)::audit_log,
                          subject.at > seq OR (action = '${NEW_DEVICE}' AND seq <= expired.last),
                          source.at > seq OR seq <= expired.last) AS fits
  FROM ${log} entry
  CROSS JOIN expired
  LEFT JOIN deleted subject ON subject.person = subject_id
  LEFT JOIN deleted source ON source.person = coalesce(actor_id, subject_id)
  WHERE seq > $1 AND seq <= $3 ORDER BY seq LIMIT ${BATCH_SIZE}`;
