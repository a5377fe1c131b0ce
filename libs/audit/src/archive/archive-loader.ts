import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { ARCHIVE_SEGMENT } from '../audit-actions';
import type { ChainPosition } from '../chain-scan';
import { type ArchiveHeader, AuditArchiveError, parseArchive } from './archive-file';
import { type ArchiveFileName, listArchive } from './archive-folder';

/** The log with the archived entries before it. */
export const LOG_WITH_ARCHIVE = '(SELECT * FROM audit_archive UNION ALL SELECT * FROM audit_log)';

/**
 * Loads the archive up to the anchor into a table of the transaction.
 * @returns the position before the first archived entry
 * @throws {AuditArchiveError}
 */
export async function loadArchive(
  manager: EntityManager,
  folder: string,
  anchor: ChainPosition,
): Promise<ChainPosition> {
  await manager.query('CREATE TEMP TABLE audit_archive (LIKE audit_log, PRIMARY KEY (seq)) ON COMMIT DROP');
  // A process that ended before it deleted the entries has left a file of entries that are still in the log.
  const files = (await listArchive(folder)).filter(({ lastEntry }) => lastEntry <= anchor.seq);
  assertContiguous(files, anchor.seq);
  const headers: [name: string, header: ArchiveHeader][] = [];
  for (const { name } of files) headers.push([name, await loadFile(manager, folder, name)]);
  for (const [name, header] of headers) await assertRecorded(manager, name, header);
  if (headers.length === 0) return anchor;
  const { first_entry, previous_hash } = headers[0]![1];
  return { seq: first_entry - 1, hash: Buffer.from(previous_hash, 'hex') };
}

/** The archive may begin later than the log did: its oldest files may have been deleted. */
function assertContiguous(files: ArchiveFileName[], last: number): void {
  let previous = (files[0]?.firstEntry ?? 1) - 1;
  for (const { name, firstEntry, lastEntry } of files) {
    if (firstEntry !== previous + 1)
      throw new AuditArchiveError(`${name}: the entries from ${previous + 1} to ${firstEntry - 1} are not there.`);
    previous = lastEntry;
  }
  if (previous !== last)
    throw new AuditArchiveError(`The entries from ${previous + 1} to ${last} are not in the archive.`);
}

async function loadFile(manager: EntityManager, folder: string, name: string): Promise<ArchiveHeader> {
  const { header, lines } = parseArchive(name, await readFile(join(folder, name), 'utf8'));
  try {
    await manager.query(
      `INSERT INTO audit_archive
       SELECT entry.* FROM unnest($1::text[]) line, jsonb_populate_record(NULL::audit_log, line::jsonb) entry`,
      [lines],
    );
  } catch (cause) {
    throw new AuditArchiveError(`${name}: its lines are not entries of an audit log.`, { cause });
  }
  return header;
}

/** The entry that reports the archived segment contains the hash of its file. */
async function assertRecorded(manager: EntityManager, name: string, { sha256 }: ArchiveHeader): Promise<void> {
  const found = await manager.query<unknown[]>(
    `SELECT 1 FROM ${LOG_WITH_ARCHIVE} entry WHERE action = $1 AND details ->> 'file' = $2 AND details ->> 'sha256' = $3`,
    [ARCHIVE_SEGMENT, name, sha256],
  );
  if (found.length === 0) throw new AuditArchiveError(`${name}: it is not the file that the audit log recorded.`);
}
