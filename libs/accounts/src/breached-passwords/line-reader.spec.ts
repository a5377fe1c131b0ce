import fc from 'fast-check';
import { readLines } from './line-reader';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function linesOf(text: string, chunkSize = 1 << 20): Promise<string[]> {
  const lines: string[] = [];
  await readLines(chunksOf(Buffer.from(text), chunkSize), 'list.txt', (line, number) => {
    lines.push(line.toString());
    expect(number).toBe(lines.length);
  });
  return lines;
}

describe('readLines', () => {
  it('finds the same lines however the file is cut into chunks', async () => {
    const line = fc.string({ maxLength: 20, unit: fc.constantFrom('a', ':', '\r', 'ü') });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.integer({ min: 1, max: 30 }), async (lines, size) => {
        expect(await linesOf(lines.map((each) => `${each}\n`).join(''), size)).toEqual(lines);
      }),
    );
  });

  it('takes a last line without an end, and nothing of an empty file', async () => {
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
    expect(await linesOf('')).toEqual([]);
  });

  it('leaves out a byte order mark at the beginning only', async () => {
    expect(await linesOf('\ufeffa\n\ufeffb\n')).toEqual(['a', '\ufeffb']);
  });

  it('stops at a line without end', async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1024);
    }
    await expect(readLines(endless(), 'list.txt', () => undefined)).rejects.toThrow('list.txt, line 1: is too long.');
  });
});
