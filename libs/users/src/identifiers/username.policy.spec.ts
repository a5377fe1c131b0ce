import fc from 'fast-check';
import { usernameFaults } from './username.policy';
import { growthOf, LINEAR } from '../../../../test/support/growth';

const codesOf = (username: string) => usernameFaults(username).map(({ code }) => code);

describe('usernameFaults', () => {
  it.each([
    'user123',
    'a',
    '7',
    'john.doe_the-2nd',
    'João',
    'Jo\u0061\u0303o',
    'Ελένη',
    'Иван_7',
    'אברהם',
    'محمد',
    'प्रिया',
    'தமிழ்',
    'สมชาย',
    '한국어',
    '漢字',
    'ひらがなカタカナ漢字ー々',
    '漢字ㄅㄆ',
    '漢字한글',
    'ｆｕｌｌ',
    'user漢',
    'Tanaka田中さん',
    'kim김',
    'wangㄨㄤˊ王',
    'Юрий_7',
    'josé',
    'Kaʻahumanu',
    'Nguyễn',
    'x'.repeat(50),
  ])('finds none in %s', (username) => {
    expect(codesOf(username)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['marks only', '_.-'],
    ['a blank', 'john doe'],
    ['a no-break space', 'john\u00a0doe'],
    ['an address', 'user@example.com'],
    ['markup', '<b>user</b>'],
    ['a slash', '../user'],
    ['a line break', 'user\n'],
    ['a NUL', 'user\0'],
    ['an emoji', 'user🦊'],
    ['a zero-width space', 'us\u200ber'],
    ['a zero-width joiner', 'us\u200der'],
    ['a soft hyphen', 'us\u00ader'],
    ['a direction override', 'us\u202eer'],
    ['a variation selector', 'user\ufe0f'],
    ['a grapheme joiner', 'us\u034fer'],
    ['a Hangul filler', 'us\u3164er'],
    ['half of a surrogate pair', 'user\ud83e'],
    ['an accent on nothing', '\u0301user'],
    ['an accent on a digit', '1\u0301'],
    ['a musical mark', 'a\u{1d165}'],
    ['a heap of accents', 'u\u0301\u0302\u0303\u0304\u0305\u0306\u0307ser'],
  ])('refuses %s', (_, username) => {
    expect(codesOf(username)).toEqual(['username_invalid_characters']);
  });

  it.each([
    ['Latin and Cyrillic', 'p\u0430ypal'],
    ['Latin and Greek', 'us\u03b5r'],
    ['Latin and an Arabic mark', 'us\u064ber'],
    ['Latin, Hangul and Hiragana', 'a한の'],
    ['Cyrillic and Han', 'иван漢'],
    ['Cyrillic and Arabic digits', 'иван\u0661'],
    ['Hangul and Hiragana', '한の'],
    ['a script that is no longer in use', '\u16a0\u16a2'],
  ])('refuses %s', (_, username) => {
    expect(codesOf(username)).toEqual(['username_mixed_scripts']);
  });

  it('counts code points of the normal form', () => {
    expect(codesOf('x'.repeat(51))).toEqual(['username_too_long']);
    expect(codesOf('e\u0301'.repeat(50))).toEqual([]);
    expect(codesOf('\ufb03'.repeat(17))).toEqual(['username_too_long']); // ﬃ, three letters
    expect(codesOf(`${'x'.repeat(50)} `)).toEqual(['username_too_long', 'username_invalid_characters']);
  });

  it('accepts every name of ASCII letters and digits', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_.-]*[A-Za-z0-9][A-Za-z0-9_.-]*$/).filter((text) => text.length <= 50);
    fc.assert(fc.property(name, (username) => expect(codesOf(username)).toEqual([])));
  });

  it('gives the same result for all normal forms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (username) => {
        expect(codesOf(username.normalize('NFKD'))).toEqual(codesOf(username.normalize('NFKC')));
      }),
    );
  });

  it.each(['x', 'x ', 'a\u0301\u0323', '_', '漢x'])('takes no more than its share of time for many %j', (text) => {
    for (const most of [1_000_000, 1200])
      expect(growthOf((size) => codesOf(text.repeat(size / text.length)), most)).toBeLessThan(LINEAR);
  });
});
