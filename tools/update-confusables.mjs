// Writes the table of look-alike characters (UTS #39) from the file confusables.txt of a Unicode version. That file is at
// https://www.unicode.org/Public/<version>/security/confusables.txt, and in the sources of ICU under source/data/unidata.
// `node tools/update-confusables.mjs <confusables.txt>`
// A new version changes stored skeletons: it needs a migration (docs/decisions/0019-look-alike-names.md).
import { readFileSync, writeFileSync } from 'node:fs';

const TABLE = 'libs/platform/src/identifiers/data/confusables.txt';

const [path] = process.argv.slice(2);
if (!path) throw new Error('Usage: node tools/update-confusables.mjs <confusables.txt>');
const text = readFileSync(path, 'utf8');
const [, version] = /^# Version: (\S+)/m.exec(text);

const trimmed = (hex) => hex.replace(/^0+(?=.)/, '');
const sources = new Map();
for (const [, source, target] of text.matchAll(/^([0-9A-F]+) ;\t([0-9A-F ]+?) ;\tMA/gm)) {
  const prototype = target.split(' ').map(trimmed).join(' ');
  sources.set(prototype, [...(sources.get(prototype) ?? []), trimmed(source)]);
}

const byNumber = (one, other) => parseInt(one, 16) - parseInt(other, 16);
const lines = [...sources]
  .sort(([one], [other]) => byNumber(one, other) || (one < other ? -1 : 1))
  .map(([prototype, characters]) => `${prototype};${characters.sort(byNumber).join(' ')}`);
writeFileSync(TABLE, `# Unicode ${version}, confusables.txt: prototype;characters\n${lines.join('\n')}\n`);
console.log(`${TABLE} written: Unicode ${version}, ${lines.length} prototypes`);
