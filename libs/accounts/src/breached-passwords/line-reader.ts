import { BreachListError } from './breach-list.error';

const LINE_FEED = '\n'.charCodeAt(0);
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
/** Of bytes; so that a file without line breaks is not read into memory. */
const MAX_LENGTH = 128;

/**
 * Calls `onLine` with the bytes and the number of each line. The bytes are valid during the call only.
 * @param name of the file, for the error
 * @throws {BreachListError} where a line is far too long
 */
export async function readLines(
  chunks: AsyncIterable<Buffer>,
  name: string,
  onLine: (line: Buffer, number: number) => void,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  const pass = (line: Buffer) => onLine(++number === 1 ? withoutByteOrderMark(line) : line, number);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      pass(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_LENGTH) throw BreachListError.atLine(name, number + 1, 'is too long.');
  }
  if (rest.length > 0) pass(rest);
}

const withoutByteOrderMark = (line: Buffer): Buffer =>
  line.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? line.subarray(BYTE_ORDER_MARK.length) : line;
