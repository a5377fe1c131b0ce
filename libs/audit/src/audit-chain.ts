import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface AuditChainReport {
  entries: number;
  /** `seq` of the first entry with a wrong hash, or after a missing entry. */
  brokenAt?: number;
  /** SHA-256 of the newest entry, in hex. A copy kept elsewhere proves later that no earlier entry was rewritten. */
  head: string;
}

/** The hash that the first entry is chained to. */
const GENESIS_HASH = createHash('sha256').digest();
/** Entries that are verified in one statement. */
const BATCH_SIZE = 10_000;

/** Detects entries that were edited, deleted, inserted, truncated, or erased without the deletion of an account. */
@Injectable()
export class AuditChain {
  constructor(private readonly database: DataSource) {}

  async verify(): Promise<AuditChainReport> {
    // One snapshot, so that entries that are written meanwhile are not reported.
    return this.database.transaction('REPEATABLE READ', async (manager) => {
      const [head] = await manager.query<{ seq: string; hash: Buffer }[]>('SELECT seq, hash FROM audit_head');
      let at: { seq: number; hash: Buffer } = { seq: 0, hash: GENESIS_HASH };
      for (;;) {
        const rows = await manager.query<{ seq: string; hash: Buffer; fits: boolean | null }[]>(
          `WITH deleted AS MATERIALIZED (
             SELECT subject_id AS person, max(seq) AS at FROM audit_log
             WHERE action IN ('account.delete', 'user.delete') GROUP BY subject_id
           )
           SELECT seq, hash,
                  audit_hash(lag(hash, 1, $2) OVER (ORDER BY seq), entry) = hash
                    AND audit_fits(entry, subject.at > seq, source.at > seq) AS fits
           FROM audit_log entry
           LEFT JOIN deleted subject ON subject.person = subject_id
           LEFT JOIN deleted source ON source.person = coalesce(actor_id, subject_id)
           WHERE seq > $1 ORDER BY seq LIMIT ${BATCH_SIZE}`,
          [at.seq, at.hash],
        );
        for (const { seq, hash, fits } of rows) {
          if (Number(seq) !== at.seq + 1 || !fits)
            return { entries: at.seq, brokenAt: at.seq + 1, head: head!.hash.toString('hex') };
          at = { seq: Number(seq), hash };
        }
        if (rows.length < BATCH_SIZE) break;
      }
      const isComplete = Number(head!.seq) === at.seq && head!.hash.equals(at.hash);
      return { entries: at.seq, ...(!isComplete && { brokenAt: at.seq + 1 }), head: head!.hash.toString('hex') };
    });
  }
}
