import fc from 'fast-check';
import { confusables } from './confusables';
import { skeleton } from './skeleton';

describe('skeleton', () => {
  it.each([
    ['раураӏ', 'paypal'], // Cyrillic
    ['ѕсоре', 'scope'],
    ['Ꭺlice', 'Alice'], // Cherokee
    ['rnodern', 'modern'],
    ['PayPaI', 'PayPal'],
    ['l0gin', 'lOgin'],
    ['caf\u00e9', 'cafe\u0301'],
    ['i\u0307lker', 'ilker'],
    ['i\u0329\u0307', 'i\u0329'],
    ['us\u200ber', 'user'],
    ['\u{1d5d4}nn', 'Ann'], // mathematical A
  ])('is the same of %s and %s', (one, other) => {
    expect(skeleton(one)).toBe(skeleton(other));
  });

  it.each([
    ['user2', 'user3'],
    ['e', 'é'],
    ['lily', 'iily'],
    ['vv', 'w'],
    ['漢', '汉'],
  ])('differs of %s and %s', (one, other) => {
    expect(skeleton(one)).not.toBe(skeleton(other));
  });

  it('replaces every character of the table by its prototype', () => {
    expect(confusables().size).toBe(6565);
    for (const [character, prototype] of confusables()) {
      const text = String.fromCodePoint(character);
      // NFD comes first, so a composed character is looked up by its parts. A Hangul filler is not visible.
      if (text.normalize('NFD') !== text || /\p{Default_Ignorable_Code_Point}/u.test(text)) continue;
      expect(skeleton(text)).toBe(prototype.normalize('NFD').replace(/(?<=[ij])\u0307/, ''));
    }
  });

  it('is the same for all canonical forms of a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(skeleton(text.normalize('NFC'))).toBe(skeleton(text));
      }),
    );
  });
});
