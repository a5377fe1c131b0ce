import fc from 'fast-check';
import { nameKey, nameSkeletons } from './name-keys';
import { growthOf, LINEAR } from '../../../../test/support/growth';

function lookAlike(one: string, other: string): boolean {
  const [a, b] = [nameSkeletons(one), nameSkeletons(other)];
  return a.skeleton === b.skeleton || a.upperSkeleton === b.upperSkeleton;
}

describe('nameKey', () => {
  it('treats dotless ı as i', () => {
    expect(nameKey('admın')).toBe('admin');
    expect(nameKey('ADMIN')).toBe('admin');
  });

  it.each([
    ['Straße', 'STRASSE'],
    ['\u212aelvin', 'kelvin'],
    ['ſam', 'SAM'],
    ['ﬁne', 'FINE'],
    ['ｕｓｅｒ', 'user'],
    ['ΟΔΟΣ', 'οδος'],
  ])('is the same of %s and %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });
});

describe('nameSkeletons', () => {
  it.each([
    ['paypal', 'раураӏ'],
    ['paypal', 'РАУРАӀ'],
    ['paypal', 'PayPaI'],
    ['PayPal', 'paypaI'],
    ['mike', 'МІКЕ'], // Cyrillic capitals
    ['Mike', 'ΜΙΚΕ'], // Greek capitals
    ['mike', 'm1ke'],
    ['heat', 'НЕАТ'],
    ['admin', 'АDMIN'],
    ['Ivan', 'lvan'],
    ['bob', 'Ьоb'],
    ['o0o', '0o0'],
    ['user1', 'userl'],
    ['modern', 'modem'],
    ['ilker', 'İlker'],
    ['ilker', 'i\u0307lker'],
    ['ilker', 'ılker'],
    ['ilker', 'ILKER'],
  ])('is the same of %s and %s', (one, other) => {
    expect(lookAlike(one, other)).toBe(true);
  });

  it.each([
    ['user123', 'user124'],
    ['jose', 'josé'],
    ['Юрий_7', 'Юлий_7'],
    ['ali', 'all'],
    ['ann', 'anna'],
    ['a.b', 'a_b'],
    ['van', 'nan'],
  ])('differs of %s and %s', (one, other) => {
    expect(lookAlike(one, other)).toBe(false);
  });

  it('of ASCII letters and digits takes only these for the same: l, I and 1; i and 1; o and 0', () => {
    const characters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
    const pairs = characters.flatMap((one, n) =>
      characters.slice(n + 1).flatMap((other) => (lookAlike(one, other) ? [`${one}${other}`] : [])),
    );
    expect(pairs).toEqual(['i1', 'l1', 'o0']);
  });

  it('has a skeleton in capitals that is the same in all cases', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abiIlLmO01_.éÉяЯіІσΣßİ'), maxLength: 10 }), (name) => {
        const { upperSkeleton } = nameSkeletons(name);
        expect(nameSkeletons(nameKey(name)).upperSkeleton).toBe(upperSkeleton);
        expect(nameSkeletons(name.normalize('NFD')).upperSkeleton).toBe(upperSkeleton);
      }),
    );
  });

  it.each(['x', 'm', 'a\u0301\u0323', '漢'])('takes no more than its share of time for many %j', (text) => {
    expect(growthOf((size) => nameSkeletons(text.repeat(size)), 3200)).toBeLessThan(LINEAR);
  });
});
