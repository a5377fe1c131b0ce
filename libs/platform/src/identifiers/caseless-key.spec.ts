import fc from 'fast-check';
import { caselessKey } from './caseless-key';

// Letters whose case is not simple, and marks that swap places in normal forms.
const awkward = [...'ßẞİıIiΣςσΐΰﬁﬃŉǰᾈᾷΩKÅⅷｓǅაᲐꭰᎠ한가'].concat(
  '\u0307',
  '\u0301',
  '\u0323',
  '\u0308',
  '\u0328',
  '.',
  'a',
);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...awkward), maxLength: 8 }),
);

describe('caselessKey', () => {
  it.each([
    ['Straße', 'STRASSE'],
    ['ẞ', 'ss'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ΟΔΟΣ', 'οδος'],
    ['caf\u00e9', 'CAFE\u0301'],
    ['ｕｓｅｒ', 'User'],
    ['ﬁne', 'FINE'],
    ['\u212aelvin', 'kelvin'],
    ['ſam', 'SAM'],
    ['İ', 'i\u0307'],
    ['ꭰ', 'Ꭰ'],
    ['User@Example.COM', 'user@example.com'],
  ])('makes %s and %s one', (one, other) => {
    expect(caselessKey(one)).toBe(caselessKey(other));
  });

  it('keeps different letters apart', () => {
    expect(caselessKey('user1')).not.toBe(caselessKey('user2'));
    expect(caselessKey('pаypal')).not.toBe(caselessKey('paypal')); // the first а is Cyrillic; the username policy refuses that mix
    expect(caselessKey('e')).not.toBe(caselessKey('é'));
    expect(caselessKey('ı')).not.toBe(caselessKey('i')); // As in Unicode's CaseFolding.txt.
  });

  it('has one form of σ, so that a substring search finds it', () => {
    expect(caselessKey('ΟΔΟΣ')).toBe('οδοσ');
    expect(caselessKey('ΟΔΟΣ 5')).toContain(caselessKey('οδος'));
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(texts, (text) => expect(caselessKey(caselessKey(text))).toBe(caselessKey(text))),
      { numRuns: 2000 },
    );
  });

  it('is the same for all cases and normal forms of a text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        // U+0345 becomes a letter in upper case, and what follows then sits on another letter.
        // The dotless ı has the upper case of i.
        fc.pre(!/[\u0345\u0131]/.test(text.normalize('NFKD')));
        const variants = [text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFKC')];
        for (const variant of variants) expect(caselessKey(variant)).toBe(caselessKey(text));
      }),
      { numRuns: 2000 },
    );
  });
});
