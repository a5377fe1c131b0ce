import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let prototypes: ReadonlyMap<number, string> | undefined;

/**
 * What each character is replaced by in a skeleton, by code point. Read from `data/confusables.txt` at the first use. The
 * file is a part of the service, since a stored skeleton must not depend on the Unicode version of Node.
 */
export function confusables(): ReadonlyMap<number, string> {
  prototypes ??= parse(readFileSync(join(__dirname, 'data/confusables.txt'), 'utf8'));
  return prototypes;
}

/** A line is `prototype;characters`, in hexadecimal code points. */
function parse(text: string): Map<number, string> {
  const table = new Map<number, string>();
  for (const line of text.split('\n').slice(1)) {
    const [prototype, characters] = line.split(';').map((part) => part.split(' ').map((hex) => parseInt(hex, 16)));
    for (const character of characters ?? []) table.set(character, String.fromCodePoint(...prototype!));
  }
  return table;
}
