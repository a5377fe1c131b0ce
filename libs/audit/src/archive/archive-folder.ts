import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveFile, type ArchiveHeader, AuditArchiveError, parseHeader, serializeArchive } from './archive-file';

const NAME = /^audit-(\d{12})-(\d{12})\.ndjson$/;

export interface ArchiveFileName {
  name: string;
  firstEntry: number;
  lastEntry: number;
}

const padded = (seq: number) => String(seq).padStart(12, '0');
export const archiveFileName = ({ first_entry, last_entry }: ArchiveHeader) =>
  `audit-${padded(first_entry)}-${padded(last_entry)}.ndjson`;

/**
 * Writes a file, whole or not at all, and returns when it is on the disk. A file of the same segment is replaced.
 * @throws {AuditArchiveError} if a file of the same name is of another audit log
 */
export async function writeArchiveFile(folder: string, file: ArchiveFile): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, archiveFileName(file.header));
  await assertSameSegment(path, file.header);
  const unfinished = `${path}.unfinished`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(serializeArchive(file));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, path);
  await syncFolder(folder);
}

/** The names of the files, in the order of their entries. */
export async function listArchive(folder: string): Promise<ArchiveFileName[]> {
  return (await readFolder(folder))
    .sort()
    .map((name) => NAME.exec(name))
    .filter((match) => match !== null)
    .map(([name, first, last]) => ({ name, firstEntry: Number(first), lastEntry: Number(last) }));
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new AuditArchiveError(`${folder}: the folder can't be read.`, { cause });
  }
}

/** A file is there if the process ended before it deleted the entries. */
async function assertSameSegment(path: string, header: ArchiveHeader): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return;
  const existing = parseHeader(path, text.slice(0, text.indexOf('\n') + 1));
  if (existing.last_hash !== header.last_hash)
    throw new AuditArchiveError(`${path}: it is of another audit log. Use another AUDIT_ARCHIVE_DIR.`);
}

/** So that the new name outlives a power failure too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
