import { translate } from '#platform';
import fc from 'fast-check';
import similarity from './similarity.vectors.json';
import { commonPasswords } from './common-passwords';
import { passwordFaultCodes, passwordFaults, type UserAttributes } from './password.policy';
import { growthOf, LINEAR } from '../../../../test/support/growth';

const john: UserAttributes = { email: 'user@example.com', username: 'user123', full_name: 'John Doe' };
const codesOf = (password: string, person: UserAttributes = john) =>
  passwordFaults(password, person).map(({ code }) => code);

describe('passwordFaults', () => {
  it.each([
    'securepass123',
    'newsecurepass456',
    'correct horse battery staple',
    'пароль-длинный',
    '密码密码密码密码',
    ' '.repeat(8),
  ])('finds none in %j', (password) => {
    expect(codesOf(password)).toEqual([]);
  });

  it.each([
    ['12345678', ['password_too_common', 'password_entirely_numeric']],
    ['123456', ['password_too_short', 'password_too_common', 'password_entirely_numeric']],
    ['password123', ['password_too_common']],
    [' Password123 ', ['password_too_common']],
    ['qwertyuiop', ['password_too_common']],
    ['8305294716', ['password_entirely_numeric']],
    ['٨٣٠٥٢٩٤٧١٦', ['password_entirely_numeric']],
    ['①②③④⑤⑥⑦⑧', ['password_entirely_numeric']],
    ['¹²³⁴⁵⁶⁷⁸', ['password_entirely_numeric']],
    ['password\x1c', ['password_too_common']],
    ['', ['password_too_short']],
    ['user123user', ['password_too_similar']],
    ['USER1234', ['password_too_similar']],
    ['321resu!', ['password_too_similar']],
    ['johndoe1', ['password_too_similar']],
    ['examples!', ['password_too_similar']],
    ['user@example.com', ['password_too_similar']],
  ])('finds all in %j', (password, codes) => {
    expect(codesOf(password)).toEqual(codes);
  });

  it('counts code points', () => {
    expect(codesOf('🦊🐻🐼🐨🐯🦁🐮')).toEqual(['password_too_short']);
    expect(codesOf('🦊🐻🐼🐨🐯🦁🐮🐷')).toEqual([]);
    expect(codesOf('🦊'.repeat(128))).toEqual([]);
    expect(codesOf('🦊'.repeat(129))).toEqual(['password_too_long']);
    // As typed: Django composes nothing.
    expect(codesOf('e\u0301'.repeat(4))).toEqual([]);
    expect(codesOf('e\u0301'.repeat(65))).toEqual(['password_too_long']);
  });

  // By Django's UserAttributeSimilarityValidator of the attributes username, email and full_name, on Python 3.11.
  it.each(similarity)('holds passwords against $person as Django does', ({ person, refused, taken }) => {
    const isSimilar = (password: string) => codesOf(password, person).includes('password_too_similar');
    expect(refused.filter((password) => !isSimilar(password))).toEqual([]);
    expect(taken.filter(isSimilar)).toEqual([]);
  });

  it("lets CollabSphere's own example register, which is at Django's bound", () => {
    expect(codesOf('securepass123', { username: 'user123' })).toEqual([]);
  });

  it('names what the password is like', () => {
    const [fault] = passwordFaults('johndoe1', john);
    expect(translate('en', fault!.message)).toBe('The password is too much like the name.');
  });

  it('compares with the given personal data only', () => {
    expect(codesOf('johndoe1', {})).toEqual([]);
    expect(codesOf('johndoe1', { full_name: '', username: 'j', email: '@' })).toEqual([]);
  });

  it('refuses each of the 19,640 that Django refuses', () => {
    expect(commonPasswords().size).toBe(19_640);
    for (const password of commonPasswords()) expect(codesOf(password, {})).toContain('password_too_common');
  });

  it('lets in what is near a common one, and what other lists have', () => {
    const known = commonPasswords();
    const long = [...known].filter((password) => password.length >= 8).map((password) => `${password}~`);
    expect(long).toHaveLength(8354);
    for (const password of long.filter((near) => !known.has(near)))
      expect(codesOf(password, {})).not.toContain('password_too_common');
    for (const password of ['chelseafc1905', 'mancityfc', 'kittycat123']) expect(known.has(password)).toBe(false);
  });

  it('lets no known password pass in another case or between blanks', () => {
    const known = fc.constantFrom('password123', 'qwertyuiop', 'baseball', 'superman', 'trustno1');
    const cased = fc.mixedCase(known, { toggleCase: (letter) => letter.toUpperCase() });
    fc.assert(
      fc.property(cased, fc.nat(3), (password, blanks) => {
        expect(codesOf(password.padEnd(password.length + blanks), {})).toContain('password_too_common');
      }),
    );
  });

  it('answers each code at most once, with a sentence', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (password, username) => {
        const faults = passwordFaults(password, { username });
        const codes = faults.map(({ code }) => code);
        expect(codes).toEqual(passwordFaultCodes.filter((code) => codes.includes(code)));
        for (const { message } of faults) expect(translate('en', message)).toMatch(/^The .+\.$/);
      }),
    );
  });

  it.each([
    ['password', 1_500_000, (size: number) => codesOf('a\u0301\u0323'.repeat(size / 3), john)],
    ['name', 120_000, (size: number) => codesOf('securepass123', { full_name: 'ab '.repeat(size / 3) })],
  ])('takes no more than its share of time where the %s is huge', (_, size, check) => {
    expect(growthOf(check, size)).toBeLessThan(LINEAR);
  });
});
