import fc from 'fast-check';
import { UnreadableRecord } from './fields';
import { type JsonLayout, jsonRecords } from './json-records';

async function* inChunks(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Buffer, layout: JsonLayout = 'records', size = 7): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { line, parse } of jsonRecords(inChunks(text, size), layout)) {
    try {
      found.push([line, parse()]);
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      found.push([line, error.faults[0]!.code]);
    }
  }
  return found;
}

const users: JsonLayout = { listOf: 'users' };

describe('jsonRecords', () => {
  it.each([
    ['one a line', '{"a":1}\n{"a":2}\n'],
    ['one a line, without an end', '{"a":1}\r\n{"a":2}'],
    ['a list', '[{"a":1},\n{"a":2}]'],
  ])('reads %s, with the line of each', async (_, text) => {
    expect(await read(text)).toEqual([
      [1, { a: 1 }],
      [2, { a: 2 }],
    ]);
  });

  it('skips a byte order mark, and knows brackets and quotes in texts', async () => {
    const value = { text: 'a "}]{[" \\ b', list: [[{}], 'x'] };
    expect(await read(`\ufeff[\n${JSON.stringify(value)}]`, 'records', 1)).toEqual([[2, value]]);
  });

  it.each([1, 2, 3, 1000])('reads any records in chunks of %s bytes', async (size) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.object({ maxDepth: 3 })), fc.constantFrom(0, 2), async (records, indent) => {
        const json = records.map((record) => JSON.parse(JSON.stringify(record)) as unknown);
        const expected = json.map((record) => [expect.any(Number), record]);
        expect(await read(JSON.stringify(json, null, indent), 'records', size)).toEqual(expected);
        expect(await read(JSON.stringify({ x: [{}], users: json, y: [{ z: 1 }] }, null, indent), users, size)).toEqual(
          expected,
        );
        expect(await read(json.map((record) => JSON.stringify(record)).join('\n'), 'records', size)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('finds the list of the outer object alone', async () => {
    const text = '{"realm": "users", "roles": {"users": [{"a":1}]}, "users": [{"a":2}], "more": [{"a":3}]}';
    expect(await read(text, users)).toEqual([[1, { a: 2 }]]);
  });

  it.each([
    ['malformed', '{"a":1,}', 'malformed_json'],
    ['with brackets that do not match', '{"a":1]', 'malformed_json'],
    ['with a NUL', '{"a":"\0"}', 'malformed_json'],
    ['of 10 MB', `{"a":"${'x'.repeat(10_000_000)}"}`, 'too_long'],
    ['as deep as a stack', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'too_deep'],
  ])('goes on after a record that is %s', async (_, record, code) => {
    expect(await read(`${record}\n{"b":2}`, 'records', 1 << 16)).toEqual([
      [1, code],
      [2, { b: 2 }],
    ]);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(await read(bytes)).toEqual([[1, 'malformed_json']]);
  });

  it.each<[string, string, JsonLayout, RegExp]>([
    ['text', 'hello', 'records', /line 1: there should be objects/],
    ['UTF-16', '\ufffd\ufffd{\0', 'records', /line 1/],
    ['numbers', '[1, 2]', 'records', /line 1: there should be objects/],
    ['a list in place of an object', '[{}]', users, /list "users"/],
    ['no such list', '{"people": []}', users, /no list "users"/],
    ['a list of texts', '{"users": ["a"]}', users, /list "users"/],
    ['half a record', '[{"a":1},\n{"a"', 'records', /line 2: the file ends in the middle/],
    ['half a list', '[{"a":1}', 'records', /ends in the middle/],
    ['more after the list', '[{"a":1}]{"a":2}', 'records', /line 1/],
  ])('refuses a file with %s', async (_, text, layout, message) => {
    await expect(read(text, layout)).rejects.toThrow(message);
  });
});
