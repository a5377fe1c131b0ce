import { msg } from '#platform';
import fc from 'fast-check';
import { emailFaults } from './email.policy';
import { growthOf, LINEAR } from '../../../../test/support/growth';

const isRight = (email: string) => emailFaults(email).length === 0;

describe('emailFaults', () => {
  it.each([
    'user@example.com',
    'User.Name+tag@Sub.Example.co.uk',
    "o'brien@example.org",
    'user@example.test',
    'user@printer.local',
    'jürgen@example.com',
    'user@bücher.example',
    'user@xn--bcher-kva.example',
    `${'a'.repeat(64)}@example.com`,
  ])('finds none in %s', (email) => {
    expect(emailFaults(email)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['no @', 'user.example.com'],
    ['two @', 'user@host@example.com'],
    ['no local part', '@example.com'],
    ['no domain', 'user@'],
    ['no top-level domain', 'user@localhost'],
    ['an IP address', 'user@127.0.0.1'],
    ['an IP address in brackets', 'user@[127.0.0.1]'],
    ['a display name', 'User <user@example.com>'],
    ['two addresses', 'user@example.com,other@example.com'],
    ['two addresses by semicolon', 'user@example.com;other@example.com'],
    ['a blank before', ' user@example.com'],
    ['a blank after', 'user@example.com '],
    ['a line break', 'user@example.com\n'],
    ['a header', 'user@example.com\r\nBcc: other@example.com'],
    ['a NUL', 'user\0@example.com'],
    ['quotes', '"user"@example.com'],
    ['another address in quotes', '"other@evil.test x"@example.com'],
    ['a zero-width space', 'us\u200ber@example.com'],
    ['a direction override', 'us\u202eer@example.com'],
    ['a no-break space', 'us\u00a0er@example.com'],
    ['two dots', 'us..er@example.com'],
    ['a local part of 65', `${'a'.repeat(65)}@example.com`],
  ])('refuses %s', (_, email) => {
    expect(emailFaults(email)).toEqual([{ code: 'invalid_email', message: msg('faults.invalid_email') }]);
  });

  it('limits an address to 254 characters', () => {
    const ofLength = (length: number) => `user@${'a.'.repeat(120)}`.padEnd(length - 3, 'b') + '.io';
    expect(isRight(ofLength(254))).toBe(true);
    expect(isRight(ofLength(255))).toBe(false);
  });

  it('rejects characters that would end a header or an address', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...'\r\n\0\t ,;<>"\\'), fc.string(), (before, sign, after) => {
        expect(isRight(`${before}${sign}${after}@example.com`)).toBe(false);
      }),
    );
  });

  it.each(['a', 'a.', '@', '"', 'é', 'a@a.aa,'])('takes no more than its share of time for many %j', (text) => {
    expect(growthOf((size) => isRight(text.repeat(size)), 100_000)).toBeLessThan(LINEAR);
  });
});
