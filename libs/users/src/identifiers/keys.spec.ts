import fc from 'fast-check';
import { duplicateMailboxKey, emailKey, emailLookupKeys } from './keys';

describe('emailKey', () => {
  it.each([
    ['user@bücher.example', 'user@xn--bcher-kva.example'],
    ['user@bücher.example', 'USER@BÜCHER.EXAMPLE'],
    ['user@bücher.example', 'user@XN--bcher-KVA.example'],
    ['user@bücher.example', 'user@bu\u0308cher.example'],
    ['user@bücher.example', 'user@bücher。example'],
    ['user@example.com', 'user@ｅｘａｍｐｌｅ．com'],
    ['user@straße.example', 'user@STRAẞE.example'],
    ['user@ⴀ.example', 'user@Ⴀ.example'],
    ['user@日本語.example', 'user@xn--wgv71a119e.example'],
    ['straße@example.com', 'STRASSE@example.com'],
    ['ſam@example.com', 'sam@example.com'],
    ['\u212aim@example.com', 'kim@example.com'],
    ['İlker@example.com', 'i\u0307lker@example.com'],
    ['οδος@example.com', 'ΟΔΟΣ@example.com'],
    ['οδοσ@example.com', 'οδος@example.com'],
    ['ｕｓｅｒ@example.com', 'user@example.com'],
  ])('is one of %s and %s', (one, other) => {
    expect(emailKey(one)).toBe(emailKey(other));
  });

  it.each([
    ['user@straße.example', 'user@strasse.example'],
    ['user@bücher.example', 'user@bucher.example'],
    ['user@σας.example', 'user@σασ.example'],
    ['ılker@example.com', 'ilker@example.com'],
    ['user+tag@example.com', 'user@example.com'],
    ['u.ser@example.com', 'user@example.com'],
    ['user@example.com', 'user@mail.example.com'],
  ])('is two of %s and %s', (one, other) => {
    expect(emailKey(one)).not.toBe(emailKey(other));
  });

  it('compares the domain as DNS does', () => {
    expect(emailKey('User@Bücher.Example')).toBe('user@xn--bcher-kva.example');
  });

  it.each(['', '@', 'user', 'a@b@c', 'user@', '@example.com', 'user@xn--a.example', 'user@[127.0.0.1]', 'user@a b'])(
    'is there of %j too, which is no address',
    (text) => expect(emailKey(emailKey(text))).toBe(emailKey(text)),
  );

  it('is idempotent for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (a, b) => {
          const key = emailKey(`${a}@${b}`);
          expect(emailKey(key)).toBe(key);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never equals the key of a duplicate', () => {
    expect(emailLookupKeys('A@example.com')).toEqual(['duplicate a@example.com', 'a@example.com']);
    expect(duplicateMailboxKey('user@example.com')).toContain(' ');
  });
});
