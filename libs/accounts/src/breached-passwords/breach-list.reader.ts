import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BreachListError } from './breach-list.error';
import { parseHashLine } from './hash-line';
import { readLines } from './line-reader';

const CHUNK_BYTES = 1 << 20;
/** A file of the range API: the first five digits of its hashes are its name. */
const RANGE_FILE = /^([\da-f]{5})\.txt$/i;

interface HashFile {
  path: string;
  prefix: string;
}

export interface ReadOptions {
  /** Leaves out passwords that were seen less often. */
  minCount?: number;
  onKey: (key: number) => void;
}

/**
 * Reads a file of `SHA1:COUNT` or `SHA1` lines, or a folder of range files with `SUFFIX:COUNT` lines. A count of 0 is the
 * padding of the range API, and is left out.
 * @throws {BreachListError}
 */
export async function readBreachList(path: string, options: ReadOptions): Promise<void> {
  for await (const file of filesOf(path)) await readFile(file, options);
}

async function* filesOf(path: string): AsyncGenerator<HashFile> {
  if (!(await stat(path).catch(unreadable(path))).isDirectory()) return yield { path, prefix: '' };
  let files = 0;
  for await (const { name } of await opendir(path)) {
    if (name.startsWith('.')) continue;
    const prefix = RANGE_FILE.exec(name)?.[1];
    if (!prefix) throw new BreachListError(`${join(path, name)}: a range file has a name like 0A1B2.txt.`);
    files++;
    yield { path: join(path, name), prefix };
  }
  if (files === 0) throw new BreachListError(`${path}: the folder has no range files.`);
}

async function readFile({ path, prefix }: HashFile, { minCount, onKey }: ReadOptions): Promise<void> {
  const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  await readLines(chunks, path, (line, number) => {
    const parsed = parseHashLine(line, prefix);
    if (parsed === undefined) return;
    if (typeof parsed === 'string') throw BreachListError.atLine(path, number, parsed);
    if (parsed.count === undefined && minCount !== undefined)
      throw BreachListError.atLine(path, number, 'has no count, which a minimum count needs.');
    if ((parsed.count ?? 1) >= (minCount ?? 1)) onKey(parsed.key);
  }).catch(unreadable(path));
}

const unreadable = (path: string) => (error: unknown) => {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof BreachListError || !code) throw error;
  throw new BreachListError(`${path} can't be read: ${code}`, { cause: error });
};
