/** PostgreSQL can't hold them. */
export const unstorable = ['\0', 'a\0b', '\ud800', 'x\udc00y', '\ude00\ud83d'];

/** Names that every JavaScript object knows. */
const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

const texts = [
  ...names,
  '',
  ' ',
  '\u200b\u2060',
  '\u3164',
  '\u2800',
  '\u202etxt.exe',
  '\u0301'.repeat(300),
  'é'.repeat(2000),
  'x'.repeat(60_000),
  '😀'.repeat(5000),
  '\ufdfa'.repeat(200),
  '\uffff\ufffe',
  'İſK',
  'مرحبا',
  'null',
  'NaN',
  "'; DROP TABLE users; --",
  '%',
  '\\',
  '\\u0000',
  '{{constructor}}',
  '../../etc/passwd',
  'a@xn--a.example',
  'a@bücher。example',
  `${'a@'.repeat(100)}b.example`,
];

const times = [
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-06-30T23:59:60Z',
  '9999-12-31T23:59:59-23:59',
  '294277-01-01T00:00:00Z',
  '0000-00-00T00:00:00Z',
  'infinity',
];

const ids = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41}',
  '0198A6F2-4C1E-7D3A-9B57-2F6F0C1D8E41',
  '0198a6f24c1e7d3a9b572f6f0c1d8e41',
];

const numbers = ['-1', '0', '1e400', '0x7fffffff', '2147483648', '9223372036854775808', '99999999999999999999', '1.5'];

const id = ids[3]!.toLowerCase();
/** Base64url of keys that no list has made. */
const cursors = [
  ['infinity', id],
  ['294277-01-01 00:00:00+00', id],
  ['2026-02-30 00:00:00+00', id],
  ['2026-01-01 00:00:00+99', id],
  ['-2147483648', id],
  ['999999999999999999', id],
  ['9223372036854775808'],
  ['-9223372036854775808'],
  ['a\0b'],
  ['\ud800'],
  ['\0', id],
  [null],
  {},
].map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));

/** For places in an address, percent-encoded. What is no UTF-8 at all comes first. */
export const inAddresses = [
  ...['%ff', '%c0%80', '%ED%A0%80', '%f5%80%80%80', '%00', 'a%00b'],
  ...[...texts, ...times, ...ids, ...numbers, ...cursors].map((text) => encodeURIComponent(text.slice(0, 300))),
  '%',
  '%zz',
  '+',
  '&&==',
  '[]=1',
];
/** Those of `inAddresses` that are no text, or none for PostgreSQL. */
export const NO_TEXT = 6;

/** For fields of a body. `{ raw }` goes into the JSON as it is. */
export const values: unknown[] = [
  ...unstorable,
  ...texts,
  ...times,
  ...ids,
  ...[{ raw: '1e400' }, { raw: '-1e400' }, { raw: '-0' }, { raw: '9223372036854775808' }, 1.5, -1, 0, 2 ** 53],
  ...[null, true, false, [], {}, [[]], [null], [{}], ['x'], { a: 1 }, { $ne: null }, { toString: 1, length: 5 }],
  ...[{ 'a\0b': 'x' }, { '\ud800': 'x' }, { a: '\0' }, { a: { b: ['\udfff'] } }, ['\0']],
  Object.fromEntries(names.slice(1).map((name) => [name, 'x'])),
  Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`key_${n}`, n])),
  Array.from({ length: 1500 }, () => id),
];

/** Names of fields that no operation has. */
export const keys = ['a\0b', '\ud800', '', ' ', 'constructor', 'toString', 'é'.repeat(500), '$where', 'a.b', '0'];

/** For headers, which are Latin-1. */
export const inHeaders = [
  '',
  'x'.repeat(5000),
  '\u00ff\u0080\u009b[2J',
  'constructor',
  '"',
  '"1"',
  '"999999999999"',
  '%00',
];

/** Bodies as a whole. */
export const bodies: (string | Buffer)[] = [
  ...['', ' ', 'null', '[]', '"x"', '5', '{', '{"a":1}x', '\ufeff{}', '{"__proto__":{"a":1}}', '{"a":1,"a":2}'],
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `${'{"a":'.repeat(15)}1${'}'.repeat(15)}`,
  Buffer.from('{"email":"\ufeff"}', 'utf16le'),
  Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
];
