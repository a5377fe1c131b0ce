import { Buffer } from 'node:buffer';
import { hashSync } from 'bcrypt';
import fc from 'fast-check';
import { hashCheckOf, formatHash, hashPrefix, bcryptInput } from './password-scheme';

const salted = '.'.repeat(53);

describe('bcryptInput', () => {
  it('never holds more than bcrypt takes, nor a NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (password) => {
        expect(bcryptInput(password)).toMatch(/^[A-Za-z\d+/]{64}$/);
      }),
    );
  });

  it('differs for different passwords, and is one for the same password composed otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(bcryptInput(one.normalize('NFD'))).toBe(bcryptInput(one.normalize('NFC')));
        expect(bcryptInput(one) === bcryptInput(other)).toBe(one.normalize('NFC') === other.normalize('NFC'));
      }),
    );
  });

  it('is quick for a megabyte of accents', () => {
    const start = performance.now();
    bcryptInput('a' + '\u0301\u0323'.repeat(500_000));
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe('hashCheckOf', () => {
  it('knows its own form', () => {
    const stored = formatHash(hashSync(bcryptInput('securepass123'), 4));
    expect(stored.startsWith(hashPrefix(4))).toBe(true);
    expect(hashCheckOf('securepass123', stored)).toEqual({
      inputs: [bcryptInput('securepass123')],
      bcrypt: stored.slice('bcrypt-sha384$'.length),
    });
  });

  it.each(['$2a$12$', '$2b$12$', '$2y$12$'])('reads plain bcrypt %s', (prefix) => {
    expect(hashCheckOf('typed', prefix + salted)).toEqual({ inputs: ['typed'], bcrypt: `$2b$12$${salted}` });
  });

  it('tries a password as typed and composed, where the form is another’s', () => {
    expect(hashCheckOf('cafe\u0301', `$2b$12$${salted}`)?.inputs).toEqual(['cafe\u0301', 'caf\u00e9']);
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
    expect(hashCheckOf('password', stored)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (password, stored) => void hashCheckOf(password, stored)));
  });
});
