import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let known: ReadonlySet<string> | undefined;

/** Those that Django refuses, in lower case (data/common-passwords.txt), read when they are first asked for. */
export function commonPasswords(): ReadonlySet<string> {
  known ??= new Set(readFileSync(join(__dirname, 'data/common-passwords.txt'), 'utf8').split('\n').filter(Boolean));
  return known;
}
