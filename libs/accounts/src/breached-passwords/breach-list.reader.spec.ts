import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBreachList } from './breach-list.reader';
import { keyOfPassword } from './hash-key';

const sha1 = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();

describe('readBreachList', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'breach-list-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const passwords = ['first', 'second', 'third'];

  /** Those of the passwords that the list has. */
  async function read(path: string, minCount?: number): Promise<string[]> {
    const keys: number[] = [];
    await readBreachList(path, { minCount, onKey: (key) => keys.push(key) });
    const known = passwords.filter((password) => keys.includes(keyOfPassword(password)));
    expect(known).toHaveLength(keys.length);
    return known;
  }

  function file(text: string, name = 'list.txt'): string {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  }

  it('reads hashes with counts, in any order', async () => {
    const lines = passwords.map((password, n) => `${sha1(password)}:${n + 1}`);
    expect(await read(file(`${lines.join('\n')}\n`))).toEqual(passwords);
    expect(await read(file(lines.toSorted().join('\r\n')))).toEqual(passwords);
    expect(await read(file(lines.join('\n')), 2)).toEqual(['second', 'third']);
  });

  it('reads hashes alone, in either case, between blank lines, after a byte order mark', async () => {
    const text = `\ufeff${sha1('first').toLowerCase()}\r\n\r\n\n${sha1('second')}\r\n`;
    expect(await read(file(text))).toEqual(['first', 'second']);
  });

  it('reads a folder of range files, without the padding of the range API', async () => {
    for (const password of ['first', 'second'])
      file(`\ufeff${sha1(password).slice(5)}:3\r\n${'0'.repeat(35)}:0\r\n`, `${sha1(password).slice(0, 5)}.txt`);
    file(`${sha1('third').slice(5).toLowerCase()}:2`, `${sha1('third').slice(0, 5).toLowerCase()}.TXT`);
    file('', '.DS_Store');
    expect(await read(folder)).toEqual(passwords);
    expect(await read(folder, 3)).toEqual(['first', 'second']);
  });

  it('names the file and the number of a bad line, and not its text', async () => {
    const path = file(`${sha1('first')}:1\r\n\r\nsecret of a person\n`);
    await expect(read(path)).rejects.toThrow(
      `${path}, line 3: expected 40 hexadecimal digits of a SHA-1, and possibly a colon and a count.`,
    );
    const range = file(`${sha1('first')}:1`, '00000.txt');
    rmSync(path);
    await expect(read(folder)).rejects.toThrow(`${range}, line 1: expected 35 hexadecimal digits`);
  });

  it('needs counts for a minimum count', async () => {
    const path = file(`${sha1('first')}:1\n${sha1('second')}\n`);
    await expect(read(path, 1)).rejects.toThrow(`${path}, line 2: has no count, which a minimum count needs.`);
  });

  it('says what it can not read', async () => {
    await expect(read(join(folder, 'missing'))).rejects.toThrow("missing can't be read: ENOENT");
    mkdirSync(join(folder, 'empty'));
    await expect(read(join(folder, 'empty'))).rejects.toThrow('the folder has no range files.');
    await expect(read(folder)).rejects.toThrow('empty: a range file has a name like 0A1B2.txt.');
  });
});
