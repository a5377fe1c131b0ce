import { keyOfPassword } from './hash-key';
import { parseHashLine } from './hash-line';

const SHA1_OF_PASSWORD = '5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8';
const parse = (line: string, prefix?: string) => parseHashLine(Buffer.from(line), prefix);

describe('parseHashLine', () => {
  const key = keyOfPassword('password');

  it.each([
    ['a hash and a count', `${SHA1_OF_PASSWORD}:9545824`, { key, count: 9_545_824 }],
    ['lower case', `${SHA1_OF_PASSWORD.toLowerCase()}:1`, { key, count: 1 }],
    ['a hash alone', SHA1_OF_PASSWORD, { key, count: undefined }],
    ['a carriage return', `${SHA1_OF_PASSWORD}:12\r`, { key, count: 12 }],
    ['a hash alone and a carriage return', `${SHA1_OF_PASSWORD}\r`, { key, count: undefined }],
    ['a count of 0', `${SHA1_OF_PASSWORD}:0`, { key, count: 0 }],
    ['a blank line', '', undefined],
    ['a blank line with a carriage return', '\r', undefined],
  ])('reads %s', (_, line, parsed) => {
    expect(parse(line)).toEqual(parsed);
  });

  it('reads the rest of a hash after the digits of the range', () => {
    expect(parse(`${SHA1_OF_PASSWORD.slice(5)}:7`, '5BAA6')).toEqual({ key, count: 7 });
    expect(parse(SHA1_OF_PASSWORD.slice(5).toLowerCase(), '5baa6')).toEqual({ key, count: undefined });
  });

  it.each([
    'password',
    SHA1_OF_PASSWORD.slice(1),
    `${SHA1_OF_PASSWORD}0`,
    SHA1_OF_PASSWORD.replace('D8', 'G8'),
    ` ${SHA1_OF_PASSWORD}`,
    `${SHA1_OF_PASSWORD} 12`,
    'x'.repeat(40),
    '8846F7EAEE8FB117AD06BDD830B7586C:3',
  ])('refuses %j', (line) => {
    expect(parse(line)).toMatch(/^expected 40 hexadecimal digits/);
  });

  it.each(['', '-1', '1.5', '1 ', 'many', '12:34'])('refuses the count %j', (count) => {
    expect(parse(`${SHA1_OF_PASSWORD}:${count}`)).toMatch(/^expected a whole number/);
  });

  it('refuses a whole hash in a range file', () => {
    expect(parse(SHA1_OF_PASSWORD, '5BAA6')).toMatch(/^expected 35 hexadecimal digits/);
  });
});

describe('keyOfPassword', () => {
  it('hashes the bytes of UTF-8', () => {
    // printf 'pässwörd🔑' | sha1sum
    expect(keyOfPassword('pässwörd🔑')).toBe(Number.parseInt('5a2a05babbd7c', 16));
  });
});
