import { cookieValues, isTokenValue, serializeCookie } from './cookie';

describe('cookies', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['a=1', ['1']],
    ['b=2; a=1; c=3', ['1']],
    ['a=1;a=2', ['1', '2']],
    ['a=', ['']],
    ['a', []],
    ['aa=1; xa=2; A=3', []],
    [' a=x=y ', ['x=y']],
  ])('of %j those of a name are %j', (header, values) => expect(cookieValues(header, 'a')).toEqual(values));

  it.each(['', 'a b', 'a;b', '"a"', 'a=b', 'é', 'a%20b', '\t'])('%j is no token', (value) =>
    expect(isTokenValue(value)).toBe(false),
  );

  it('over https are secure', () => {
    expect(serializeCookie('__Host-a', 'x.y-z_1', { maxAge: 60, secure: true })).toBe(
      '__Host-a=x.y-z_1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  it('over http are not', () => {
    expect(serializeCookie('a', '', { maxAge: 0, secure: false })).toBe(
      'a=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    );
  });

  it.each(['a; Domain=example.com', 'a\r\nx: y', 'x'.repeat(4096)])('never have a value like %j', (value) =>
    expect(() => serializeCookie('a', value, { maxAge: 1, secure: true })).toThrow(),
  );
});
