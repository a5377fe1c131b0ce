import { newTotpSecret, stepOfCode, totpUri } from './totp';

/** `12345678901234567890` in base32. @see RFC 6238 Appendix B; the last six of the eight digits */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %i s the code of RFC 6238 is %s', (seconds, code) => {
  const step = Math.floor(seconds / 30);
  expect(stepOfCode(secret, code, seconds * 1000)).toBe(step);
  expect(stepOfCode(secret, code, (seconds + 30) * 1000)).toBe(step);
  expect(stepOfCode(secret, code, (seconds - 30) * 1000)).toBe(step);
  expect(stepOfCode(secret, code, (seconds + 60) * 1000)).toBeUndefined();
  expect(stepOfCode(secret, code, (seconds - 60) * 1000)).toBeUndefined();
});

it('accepts the space that apps show, and nothing but six digits', () => {
  expect(stepOfCode(secret, '287 082', 59_000)).toBe(1);
  for (const code of ['', '28708', '2870822', '94287082', 'abcdef', '28708२', '-87082', '2.7082'])
    expect(stepOfCode(secret, code, 59_000)).toBeUndefined();
});

it('makes secrets of 160 bits, each another', () => {
  const secrets = Array.from({ length: 100 }, newTotpSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const made of secrets) expect(made).toMatch(/^[A-Z2-7]{32}$/);
});

it('names issuer and account in the address for apps', () => {
  const uri = new URL(totpUri(secret, { issuer: 'Our place', account: 'ada+1@example.com' }));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toBe('/Our place:ada+1@example.com');
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: 'Our place',
    secret,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
