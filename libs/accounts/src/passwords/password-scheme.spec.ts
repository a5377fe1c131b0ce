import { Buffer } from 'node:buffer';
import { hashSync } from 'bcrypt';
import fc from 'fast-check';
import { checkOf, currentHash, currentPrefix, currentSecret } from './password-scheme';

const salted = '.'.repeat(53);

describe('currentSecret', () => {
  it('never holds more than bcrypt takes, nor a NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        expect(currentSecret(password)).toMatch(/^[A-Za-z\d+/]{64}$/);
      }),
    );
  });

  it('differs for different passwords, and is one for the same password composed otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(currentSecret(one.normalize('NFD'))).toBe(currentSecret(one.normalize('NFC')));
        expect(currentSecret(one) === currentSecret(other)).toBe(one.normalize('NFC') === other.normalize('NFC'));
      }),
    );
  });

  it('is quick for a megabyte of accents', () => {
    const start = performance.now();
    currentSecret('a' + '\u0301\u0323'.repeat(500_000));
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe('checkOf', () => {
  it('knows its own form', () => {
    const stored = currentHash(hashSync(currentSecret('securepass123'), 4));
    expect(stored.startsWith(currentPrefix(4))).toBe(true);
    expect(checkOf('securepass123', stored)).toEqual({
      secrets: [currentSecret('securepass123')],
      bcrypt: stored.slice('bcrypt-sha384$'.length),
    });
  });

  it.each(['$2a$12$', '$2b$12$', '$2y$12$'])('reads plain bcrypt %s', (prefix) => {
    expect(checkOf('typed', prefix + salted)).toEqual({ secrets: ['typed'], bcrypt: `$2b$12$${salted}` });
  });

  it('tries a password as typed and composed, where the form is another’s', () => {
    expect(checkOf('cafe\u0301', `$2b$12$${salted}`)?.secrets).toEqual(['cafe\u0301', 'caf\u00e9']);
  });

  const key = Buffer.alloc(32).toString('base64');
  it.each([
    ['empty', ''],
    ['unusable in Django', '!cf6409a82cd4c8b96a9ecf6ad679119'],
    ['of an unknown scheme', `rot13$1$KQ8zeK6wKRuR$${key}`],
    ['of a cost that is too low', `bcrypt-sha384$$2b$03$${salted}`],
    ['of a cost that would take a day', `$2b$31$${salted}`],
    ['of an unknown bcrypt', `$2x$12$${salted}`],
    ['cut', `$2b$12$${salted.slice(1)}`],
    ['followed by a line', `$2b$12$${salted}\n`],
    ['of no iterations', `pbkdf2_sha256$0$salt$${key}`],
    ['of negative iterations', `pbkdf2_sha256$-24000$salt$${key}`],
    ['of iterations without number', `pbkdf2_sha256$NaN$salt$${key}`],
    ['of iterations for minutes', `pbkdf2_sha256$10000001$salt$${key}`],
    ['without salt', `pbkdf2_sha256$24000$$${key}`],
    ['with a short key', 'pbkdf2_sha256$24000$salt$AAAA'],
    ['with nothing after the marker', 'pbkdf2_sha256$'],
  ])('does not know a hash that is %s', (_, stored) => {
    expect(checkOf('password', stored)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (password, stored) => void checkOf(password, stored)));
  });
});
