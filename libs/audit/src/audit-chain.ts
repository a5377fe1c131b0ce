import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { loadArchive, LOG_WITH_ARCHIVE } from './archive/archive-loader';
import { isAnchorRecorded, readAnchor } from './audit-anchor';
import { scanChain } from './chain-scan';
import { appendPending } from './pending/append-pending';

export interface AuditChainReport {
  /** Valid ones, up to `brokenAt`. */
  entries: number;
  /** The first entry is not 1 where earlier ones were archived and deleted. */
  firstEntry: number;
  /** `seq` of the first entry with a wrong hash, or after a missing entry. */
  brokenAt?: number;
  /** SHA-256 of the newest entry, in hex. A copy kept elsewhere proves later that no earlier entry was rewritten. */
  head: string;
}

/** Detects entries that were edited, deleted, inserted, truncated, or erased without an entry that allows it. */
@Injectable()
export class AuditChain {
  constructor(private readonly database: DataSource) {}

  /**
   * @param archiveFolder verifies the archived entries in it as well
   * @throws {AuditArchiveError} if its files are not complete, or not those that were written
   */
  async verify(archiveFolder?: string): Promise<AuditChainReport> {
    await appendPending(this.database);
    // One snapshot, so that entries that are written meanwhile are not reported.
    return this.database.transaction('REPEATABLE READ', async (manager) => {
      // Before there is a snapshot: a partition that is dropped is missing in an older one too.
      await manager.query('LOCK TABLE ONLY audit_log IN ACCESS SHARE MODE');
      const [head] = await manager.query<{ seq: string; hash: Buffer }[]>('SELECT seq, hash FROM audit_head');
      const anchor = await readAnchor(manager);
      const start = archiveFolder === undefined ? anchor : await loadArchive(manager, archiveFolder, anchor);
      const report = { firstEntry: start.seq + 1, head: head!.hash.toString('hex') };
      if (!(await isAnchorRecorded(manager, anchor)))
        return { ...report, entries: 0, brokenAt: Math.max(1, anchor.seq) };
      const log = archiveFolder === undefined ? 'audit_log' : LOG_WITH_ARCHIVE;
      const { at, brokenAt } = await scanChain(manager, log, start);
      const isComplete = Number(head!.seq) === at.seq && head!.hash.equals(at.hash);
      return {
        ...report,
        entries: at.seq - start.seq,
        ...((brokenAt !== undefined || !isComplete) && { brokenAt: at.seq + 1 }),
      };
    });
  }
}
