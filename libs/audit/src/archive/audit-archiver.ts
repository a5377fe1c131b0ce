import { join } from 'node:path';
import { advisoryLocks, ExclusiveWork, isLockNotAvailable, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { readAnchor } from '../audit-anchor';
import { ARCHIVE_SEGMENT } from '../audit-actions';
import { AuditLog } from '../audit-log.service';
import { type ChainPosition, scanChain } from '../chain-scan';
import { type ArchiveHeader, AuditArchiveError, toArchiveFile } from './archive-file';
import { archiveFileName, writeArchiveFile } from './archive-folder';

/** Entries of one file. */
const MAX_SEGMENT = 10_000;

/** Moves old months of the audit log into files. */
@Injectable()
export class AuditArchiver {
  constructor(
    private readonly database: DataSource,
    private readonly settings: Settings,
    private readonly exclusive: ExclusiveWork,
    private readonly audit: AuditLog,
  ) {}

  /** @returns the number of entries that were archived and deleted */
  run(): Promise<number | undefined> {
    const { RETENTION_AUDIT_LOG: seconds } = this.settings;
    if (seconds === null) return Promise.resolve(0);
    return this.exclusive.run(advisoryLocks.retention, async () => {
      const lastOld = await this.findLastOld(seconds);
      for (let total = 0; ;) {
        const archived = await this.database.transaction((manager) => this.archiveNext(manager, seconds, lastOld));
        total += archived;
        if (archived > 0) continue;
        await this.dropPartitions();
        return total;
      }
    });
  }

  /** The last entry of the last month that ended long enough ago. Partitions up to it will be dropped as a whole. */
  private async findLastOld(seconds: number): Promise<number> {
    const [entry] = await this.database.query(LAST_OLD_SQL, [seconds]);
    return Number(entry?.seq ?? 0);
  }

  private async dropPartitions(): Promise<void> {
    try {
      await this.database.query('SELECT audit_drop_partitions()');
    } catch (error) {
      // A transaction reads the log. The entries are archived, and the next run drops the partitions.
      if (!isLockNotAvailable(error)) throw error;
    }
  }

  /**
   * The file is on the disk before the entries are deleted. If the transaction fails then, the next run writes the same
   * file again.
   */
  private async archiveNext(manager: EntityManager, seconds: number, lastOld: number): Promise<number> {
    // Nothing may be erased meanwhile: the file would still contain it.
    await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.auditErasure]);
    const anchor = await readAnchor(manager);
    const rows = await manager.query<{ line: string }[]>(SEGMENT_SQL, [anchor.seq, seconds]);
    if (rows.length === 0) return 0;
    const file = toArchiveFile(
      rows.map(({ line }) => line),
      anchor.hash,
    );
    await assertValid(manager, anchor, file.header);
    await writeArchiveFile(this.folder(), file);
    await this.delete(manager, file.header, lastOld);
    return rows.length;
  }

  private async delete(manager: EntityManager, header: ArchiveHeader, lastOld: number): Promise<void> {
    const { first_entry, last_entry, last_hash, sha256 } = header;
    await manager.query(`SELECT audit_drop_archived($1, $2, decode($3, 'hex'), $4)`, [
      first_entry,
      last_entry,
      last_hash,
      lastOld,
    ]);
    const details = { file: archiveFileName(header), first_entry, last_entry, last_hash, sha256 };
    await this.audit.recordAtOnce(manager, { action: ARCHIVE_SEGMENT, details });
  }

  private folder(): string {
    return this.settings.AUDIT_ARCHIVE_DIR ?? join(this.settings.DATA_DIR, 'audit-archive');
  }
}

/** Evidence of tampering is never deleted. */
async function assertValid(manager: EntityManager, anchor: ChainPosition, header: ArchiveHeader): Promise<void> {
  const { at, brokenAt } = await scanChain(manager, 'audit_log', anchor, header.last_entry);
  if (brokenAt !== undefined || at.seq !== header.last_entry || at.hash.toString('hex') !== header.last_hash)
    throw new AuditArchiveError(`The audit log is not archived: its entry ${at.seq + 1} does not verify.`);
}

const LAST_OLD_SQL = `
  SELECT seq FROM audit_log
  WHERE at < date_trunc('month', now() AT TIME ZONE 'UTC' - make_interval(secs => $1)) AT TIME ZONE 'UTC'
  ORDER BY at DESC, seq DESC LIMIT 1`;

/**
 * The entries after the anchor that are of the same month, if it ended long enough ago. The first ones of a month that has
 * more than fit into a file.
 */
const SEGMENT_SQL = `
  WITH next AS MATERIALIZED (
    SELECT seq, date_trunc('month', at AT TIME ZONE 'UTC') AS month, to_jsonb(entry)::text AS line
    FROM audit_log entry WHERE seq > $1 ORDER BY seq LIMIT ${MAX_SEGMENT}
  ), first AS (
    SELECT month FROM next ORDER BY seq LIMIT 1
  )
  SELECT line FROM next, first
  WHERE first.month + interval '1 month' <= now() AT TIME ZONE 'UTC' - make_interval(secs => $2)
    AND seq < coalesce((SELECT min(seq) FROM next later, first WHERE later.month <> first.month), 9223372036854775807)
  ORDER BY seq`;
