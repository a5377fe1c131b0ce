import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { ARCHIVE_SEGMENT } from '../audit-actions';
import type { ChainPosition } from '../chain-scan';
import { type ArchiveHeader, AuditArchiveError, parseArchive } from './archive-file';
import { type ArchiveFileName, listArchive } from './archive-folder';

type NamedHeader = [name: string, header: ArchiveHeader];

/** The log with the archived entries before it. Some of these may be in the log too, until their partition is dropped. */
export const LOG_WITH_ARCHIVE = `(SELECT * FROM audit_archive UNION ALL
  SELECT * FROM audit_log WHERE seq > (SELECT seq FROM audit_anchor))`;

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
  const headers: NamedHeader[] = [];
  for (const { name } of files) headers.push([name, await loadFile(manager, folder, name)]);
  await assertRecorded(manager, headers);
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

/** The entry that reports an archived segment contains the hash of its file. */
async function assertRecorded(manager: EntityManager, headers: NamedHeader[]): Promise<void> {
  const rows = await manager.query<{ file: string; sha256: string }[]>(
    `SELECT details ->> 'file' AS file, details ->> 'sha256' AS sha256 FROM ${LOG_WITH_ARCHIVE} entry WHERE action = $1`,
    [ARCHIVE_SEGMENT],
  );
  const recorded = new Map(rows.map(({ file, sha256 }) => [file, sha256]));
  for (const [name, { sha256 }] of headers)
    if (recorded.get(name) !== sha256)
      throw new AuditArchiveError(`${name}: it is not the file that the audit log recorded.`);
}
