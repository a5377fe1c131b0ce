import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm run build` puts the pages, seen from the compiled file and from the source. */
const FOLDERS = [join(__dirname, '../../../console'), join(__dirname, '../../../../dist/apps/console')];
const INDEX = 'index.html';
/** `vite.config.mts` has the same. */
const NONCE = '__CSP_NONCE__';

export interface ConsoleFiles {
  folder: string;
  /** The page, for styles that have this nonce. */
  page(nonce: string): string;
}

/** `undefined` where the console is not built. */
export function findConsole(folders: readonly string[] = FOLDERS): ConsoleFiles | undefined {
  // A source of the page is no page.
  const folder = folders.find((candidate) => existsSync(join(candidate, 'assets')));
  if (!folder) return undefined;
  const parts = readFileSync(join(folder, INDEX), 'utf8').split(NONCE);
  return { folder, page: (nonce) => parts.join(nonce) };
}
