import fc from 'fast-check';
import { similarityTo } from './similarity';

describe('similarityTo', () => {
  // SequenceMatcher(None, one, other).quick_ratio() of Python 3.
  it.each([
    ['abcd', 'bcde', 0.75],
    ['securepass123', 'user123', 0.7],
    ['private', 'aviator', 0.7142857142857143],
    ['aab', 'abb', 0.6666666666666666],
    ['abc', 'xyz', 0],
    ['𝒳𝒴', '𝒴𝒳', 1],
  ])('of %s and %s is %d', (one, other, ratio) => {
    expect(similarityTo(one)(other)).toBe(ratio);
  });

  it('is mutual, from 0 to 1, and 1 for the same letters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (one, other) => {
        const ratio = similarityTo(one)(other);
        expect(ratio).toBe(similarityTo(other)(one));
        expect(ratio).toBeGreaterThanOrEqual(0);
        expect(ratio).toBeLessThanOrEqual(1);
        expect(similarityTo(one)([...one].reverse().join(''))).toBe(1);
      }),
    );
  });
});
