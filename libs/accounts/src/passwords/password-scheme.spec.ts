import { Buffer } from 'node:buffer';
import { hashSync } from 'bcrypt';
import fc from 'fast-check';
import { hashCheckOf, hashFault, formatHash, hashPrefix, bcryptInput, dummyHash } from './password-scheme';
import { growthOf, LINEAR } from '../../../../test/support/growth';

const salted = '.'.repeat(53);
const settings = { PASSWORD_HASH: 'bcrypt' as const, BCRYPT_COST: 4, ARGON2_MEMORY: 19, ARGON2_PASSES: 2 };

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

  it('takes no more than its share of time for a megabyte of accents', () => {
    expect(growthOf((size) => bcryptInput('a' + '\u0301\u0323'.repeat(size / 2)), 1_000_000)).toBeLessThan(LINEAR);
  });
});

describe('hashCheckOf', () => {
  it('knows its own form', () => {
    const stored = formatHash(hashSync(bcryptInput('securepass123'), 4));
    expect(stored.startsWith(hashPrefix(settings))).toBe(true);
    expect(hashCheckOf('securepass123', stored)).toMatchObject({
      inputs: [bcryptInput('securepass123')],
      form: { scheme: 'bcrypt', cost: 4, hash: stored.slice('bcrypt-sha384$'.length) },
    });
  });

  it.each(['$2a$12$', '$2b$12$', '$2y$12$'])('reads plain bcrypt %s', (prefix) => {
    expect(hashCheckOf('typed', prefix + salted)).toMatchObject({
      inputs: ['typed'],
      form: { scheme: 'bcrypt', cost: 12, hash: `$2b$12$${salted}` },
    });
  });

  it('tries a password as typed and composed, where the form is another’s', () => {
    expect(hashCheckOf('cafe\u0301', `$2b$12$${salted}`)?.inputs).toEqual(['caf\u00e9', 'cafe\u0301']);
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
    ['of iterations for minutes', `pbkdf2_sha256$20000000$salt$${key}`],
    ['without salt', `pbkdf2_sha256$24000$$${key}`],
    ['with a short key', 'pbkdf2_sha256$24000$salt$AAAA'],
    ['with nothing after the marker', 'pbkdf2_sha256$'],
  ])('does not know a hash that is %s', (_, stored) => {
    expect(hashCheckOf('password', stored)).toBeUndefined();
  });

  it.each(['bcrypt', 'argon2id'] as const)('reads a dummy of %s, which costs what a hash of it does', (scheme) => {
    const dummy = dummyHash({ ...settings, PASSWORD_HASH: scheme });
    expect(hashCheckOf('x', dummy)?.form).toMatchObject(
      scheme === 'bcrypt' ? { cost: 4 } : { memoryKib: 19 * 1024, passes: 2, lanes: 1 },
    );
  });

  const salt = 'A'.repeat(22);
  const digest = 'A'.repeat(43);
  const signerKey = Buffer.alloc(64).toString('base64');
  it.each([
    ['bcrypt', `$2b$17$${salted}`],
    ['PBKDF2-SHA-256', `pbkdf2_sha256$9999999999$salt$${key}`],
    ['PBKDF2-SHA-512', `$pbkdf2-sha512$i=4000000$${salt}$${digest}`],
    ['argon2 with the memory of a server', `$argon2id$v=19$m=4194304,t=1,p=1$${salt}$${digest}`],
    ['argon2 with many passes', `$argon2id$v=19$m=19456,t=4294967295,p=1$${salt}$${digest}`],
    ['scrypt with much memory', `scrypt$1048576$salt$8$1$${key}`],
    ['scrypt with many lanes', `scrypt$1024$salt$8$999999999$${key}`],
    ['Firebase’s scrypt', `$fbscrypt$v=1,n=60,r=8,p=1,ss=Bw==,sk=${signerKey}$42xEC+ixf3L2lw==$${signerKey}`],
  ])('refuses %s that costs too much', (_, stored) => {
    expect(hashFault(stored)).toBe('too_costly');
    expect(hashCheckOf('password', stored)).toBeUndefined();
  });

  it.each([
    ['argon2 with padding, which no argon2 writes', `$argon2id$v=19$m=1024,t=1,p=1$${salt}$${'A'.repeat(42)}=`],
    ['argon2 with bits that no byte has', `$argon2id$v=19$m=1024,t=1,p=1$${salt.slice(1)}B$${digest}`],
    ['argon2 with less memory than its lanes need', `$argon2id$v=19$m=8,t=1,p=2$${salt}$${digest}`],
    ['argon2 of an unknown version', `$argon2id$v=18$m=1024,t=1,p=1$${salt}$${digest}`],
    ['scrypt of a cost that is no power of two', `scrypt$1000$salt$8$1$${key}`],
    ['scrypt of a cost that its blocks do not allow', `scrypt$65536$salt$1$1$${key}`],
    [
      'Firebase’s scrypt with a hash of another length',
      `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${signerKey}$AAAA$${key}`,
    ],
  ])('does not know %s', (_, stored) => {
    expect(hashFault(stored)).toBe('unknown_form');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (password, stored) => void hashCheckOf(password, stored)));
  });
});
