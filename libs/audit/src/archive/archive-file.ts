import { createHash } from 'node:crypto';

/** An archive file: one line with a header, then one line of JSON for each entry, as PostgreSQL writes it. */
export interface ArchiveHeader {
  format: 1;
  entries: number;
  first_entry: number;
  last_entry: number;
  /** Hash of the entry before the first one. */
  previous_hash: string;
  first_hash: string;
  last_hash: string;
  /** Of all bytes after the header's line. */
  sha256: string;
}

export interface ArchiveFile {
  header: ArchiveHeader;
  lines: string[];
}

/** A file of the archive is missing, incomplete or changed. */
export class AuditArchiveError extends Error {
  override readonly name = 'AuditArchiveError';
}

type Entry = Record<'seq' | 'hash', unknown>;

export function toArchiveFile(lines: string[], previousHash: Buffer): ArchiveFile {
  const [first, last] = [parseEntry(lines[0]!), parseEntry(lines.at(-1)!)];
  const header: ArchiveHeader = {
    format: 1,
    entries: lines.length,
    first_entry: Number(first.seq),
    last_entry: Number(last.seq),
    previous_hash: previousHash.toString('hex'),
    first_hash: hashOf(first),
    last_hash: hashOf(last),
    sha256: sha256(bodyOf(lines)),
  };
  return { header, lines };
}

export const serializeArchive = ({ header, lines }: ArchiveFile) => `${JSON.stringify(header)}\n${bodyOf(lines)}`;

/** @throws {AuditArchiveError} if the content does not match its header */
export function parseArchive(name: string, text: string): ArchiveFile {
  const end = text.indexOf('\n') + 1;
  const [header, body] = [parseHeader(name, text.slice(0, end)), text.slice(end)];
  if (sha256(body) !== header.sha256) throw new AuditArchiveError(`${name}: its content was changed or is incomplete.`);
  const lines = body.split('\n').slice(0, -1);
  const rebuilt =
    lines.length > 0 && JSON.stringify(toArchiveFile(lines, Buffer.from(header.previous_hash, 'hex')).header);
  if (rebuilt !== JSON.stringify(header))
    throw new AuditArchiveError(`${name}: its header does not match its entries.`);
  return { header, lines };
}

export function parseHeader(name: string, line: string): ArchiveHeader {
  try {
    const header = JSON.parse(line) as Partial<ArchiveHeader> | null;
    if (header?.format === 1 && typeof header.previous_hash === 'string') return header as ArchiveHeader;
  } catch {
    // As below.
  }
  throw new AuditArchiveError(`${name}: it does not begin with the header of an archive.`);
}

function parseEntry(line: string): Entry {
  try {
    const entry = JSON.parse(line) as Entry | null;
    if (typeof entry?.seq === 'number' && typeof entry.hash === 'string') return entry;
  } catch {
    // As below.
  }
  throw new AuditArchiveError('A line of the archive is not an entry of an audit log.');
}

/** PostgreSQL writes bytes as `\x` and hexadecimal digits. */
const hashOf = ({ hash }: Entry) => (hash as string).replace(/^\\x/, '');
const bodyOf = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
