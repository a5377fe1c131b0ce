import { cursorParts } from './cursor-parts';
import { toPage, parseCursor } from './page';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('readCursor', () => {
  it('reads what a page gives', () => {
    const { next_cursor } = toPage([1, 2], 1, (row) => ['2026-11-23T09:30:00.000Z', id, String(row)], String);
    const parts = [cursorParts.time, cursorParts.id, cursorParts.integer];
    expect(parseCursor(next_cursor!, parts)).toEqual(['2026-11-23T09:30:00.000Z', id, '1']);
    expect(parseCursor(undefined, parts)).toBeUndefined();
  });

  it.each([
    ['2026-11-23 09:30:00.123+00', '2026-11-23T09:30:00.123Z'],
    ['2026-11-23 09:30:00+05:30', '2026-11-23T04:00:00.000Z'],
    ['-infinity', '-infinity'],
  ])('reads the time %s as PostgreSQL writes it', (text, time) => {
    expect(parseCursor(encoded([text]), [cursorParts.time])).toEqual([time]);
  });

  it.each([
    ['no base64', '%%%'],
    ['base64 with something between', `${encoded(['a'])}=`],
    ['no JSON', encoded('["a"')],
    ['no list', encoded({ 0: 'a' })],
    ['null', encoded(null)],
    ['too few parts', encoded([])],
    ['too many parts', encoded(['a', 'b'])],
    ['no text', encoded([5])],
    ['a list in it', encoded([['a']])],
    ['U+0000', encoded(['a\0'])],
    ['half a surrogate pair', encoded('["\\ud800"]')],
  ])('refuses %s', (_, cursor) => {
    expect(() => parseCursor(cursor, [cursorParts.text])).toThrow(
      expect.objectContaining({
        response: expect.objectContaining({
          status: 400,
          errors: [expect.objectContaining({ field: 'cursor', code: 'invalid_cursor' })],
        }),
      }),
    );
  });

  it.each([
    ['integer', ['2147483648', '-2147483649', '1.5', '1e3', '', '0x1', '٣', ' 1']],
    ['bigint', ['9223372036854775808', '-9223372036854775809', '99999999999999999999', 'NaN']],
    ['id', [id.toUpperCase(), `{${id}}`, 'x', '']],
    [
      'time',
      [
        'infinity',
        'now',
        'epoch',
        '294277-01-01 00:00:00+00',
        '20260101-01-01T00:00:00Z',
        '2026-02-30 00:00:00+00',
        '2026-11-23 25:00:00+00',
        '2026-11-23 09:30:00+99',
        '0000-01-01 00:00:00+00',
        '2026-11-23 09:30:00',
        '2026-11-23 09:30:00+00 BC',
      ],
    ],
  ] as const)('refuses as %s what PostgreSQL can not read as one', (kind, texts) => {
    for (const text of texts) expect([text, cursorParts[kind](text)]).toEqual([text, undefined]);
  });

  it.each([
    ['integer', ['2147483647', '-2147483648', '0']],
    ['bigint', ['9223372036854775807', '-9223372036854775808']],
  ] as const)('takes as %s the greatest and the least', (kind, texts) => {
    for (const text of texts) expect(cursorParts[kind](text)).toBe(text);
  });
});
