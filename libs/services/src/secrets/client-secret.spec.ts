import { findMatchingHash, MAX_SECRETS, generateSecret } from './client-secret';

describe('a client secret', () => {
  it('has 256 random bits, and is found by its hash alone', () => {
    const made = Array.from({ length: MAX_SECRETS }, generateSecret);
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(MAX_SECRETS);
    for (const [index, { secret }] of made.entries()) {
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
      expect(
        findMatchingHash(
          secret,
          made.map(({ hash }) => hash),
        ),
      ).toBe(index);
    }
  });

  it('is none of the others', () => {
    const { secret, hash } = generateSecret();
    expect(findMatchingHash(generateSecret().secret, [hash])).toBeUndefined();
    expect(findMatchingHash(`${secret} `, [hash])).toBeUndefined();
    expect(findMatchingHash('', [hash])).toBeUndefined();
    expect(findMatchingHash(secret, [])).toBeUndefined();
  });
});
