import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * When a file, or the newest of a folder, was changed: milliseconds, 0 where there is none.
 * @param isOutput of names in the folder: those that do not count
 */
export function newest(path, isOutput = () => false) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = readdirSync(path, { recursive: true }).filter((name) => !isOutput(name));
  return Math.max(found.mtimeMs, ...names.map((name) => statSync(join(path, name)).mtimeMs));
}
