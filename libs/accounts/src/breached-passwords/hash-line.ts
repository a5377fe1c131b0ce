import { KEY_DIGITS } from './hash-key';

const SHA1_DIGITS = 40;
const COLON = ':'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const RETURN = '\r'.charCodeAt(0);

const digitValues = new Int8Array(256).fill(-1);
for (const digit of '0123456789abcdefABCDEF') digitValues[digit.charCodeAt(0)] = Number.parseInt(digit, 16);

export interface HashLine {
  key: number;
  /** How often the password was seen; undefined where the line has no count. */
  count: number | undefined;
}

/**
 * Reads bytes, without a string for each of perhaps a billion lines.
 * @param prefix digits that the hashes of the file begin with and its lines leave out
 * @returns undefined for a blank line; what is wrong with a bad one
 */
export function parseHashLine(line: Buffer, prefix = ''): HashLine | string | undefined {
  const end = line.at(-1) === RETURN ? line.length - 1 : line.length;
  if (end === 0) return undefined;
  const digits = SHA1_DIGITS - prefix.length;
  const key = keyOf(line, prefix);
  if (key === undefined || (end > digits && line[digits] !== COLON))
    return `expected ${digits} hexadecimal digits of a SHA-1, and possibly a colon and a count.`;
  if (end === digits) return { key, count: undefined };
  const count = countOf(line, digits + 1, end);
  return count === undefined ? 'expected a whole number after the colon.' : { key, count };
}

function keyOf(line: Buffer, prefix: string): number | undefined {
  let key = Number.parseInt(prefix || '0', 16);
  for (let n = prefix.length; n < SHA1_DIGITS; n++) {
    const value = digitValues[line[n - prefix.length] ?? 0]!;
    if (value < 0) return undefined;
    if (n < KEY_DIGITS) key = 16 * key + value;
  }
  return key;
}

function countOf(line: Buffer, start: number, end: number): number | undefined {
  let count = 0;
  for (let n = start; n < end; n++) {
    const value = line[n]! - ZERO;
    if (value < 0 || value > 9) return undefined;
    count = 10 * count + value;
  }
  return start < end ? count : undefined;
}
