import { indexOfSecret, MAX_SECRETS, newSecret } from './client-secret';

describe('a client secret', () => {
  it('has 256 random bits, and is found by its hash alone', () => {
    const made = Array.from({ length: MAX_SECRETS }, newSecret);
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(MAX_SECRETS);
    for (const [index, { secret }] of made.entries()) {
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
      expect(
        indexOfSecret(
          secret,
          made.map(({ hash }) => hash),
        ),
      ).toBe(index);
    }
  });

  it('is none of the others', () => {
    const { secret, hash } = newSecret();
    expect(indexOfSecret(newSecret().secret, [hash])).toBeUndefined();
    expect(indexOfSecret(`${secret} `, [hash])).toBeUndefined();
    expect(indexOfSecret('', [hash])).toBeUndefined();
    expect(indexOfSecret(secret, [])).toBeUndefined();
  });
});
