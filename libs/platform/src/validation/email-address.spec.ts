import { toAsciiDomain, deliveryAddress, isEmailAddress } from './email-address';

describe('asciiDomain', () => {
  it.each([
    ['example.com', 'example.com'],
    ['Sub.Example.COM', 'sub.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['FAẞ.example', 'xn--fa-hia.example'],
    ['ｅｘａｍｐｌｅ。com', 'example.com'],
    ['ελλάδα.example', 'xn--hxakic4aa.example'],
  ])('of %s is %s', (domain, ascii) => expect(toAsciiDomain(domain)).toBe(ascii));

  it.each([
    ['nothing', ''],
    ['a dot at the end', 'example.com.'],
    ['an empty label', 'a..example'],
    ['an address of IPv6', '[::1]'],
    ['a port', 'example.com:25'],
    ['a path', 'example.com/x'],
    ['a path in full width', 'example.com／x'],
    ['a query', 'example.com?x'],
    ['percent-encoding', 'ex%61mple.com'],
    ['percent-encoding in full width', 'ex％61mple.com'],
    ['a user', 'user@example.com'],
    ['a blank', 'exam ple.com'],
    ['an underscore', 'ex_ample.com'],
    ['punycode that says nothing', 'xn--.example'],
    ['punycode that can not be read', 'xn--a.example'],
    ['punycode of nothing but ASCII', 'xn--example-.com'],
    ['a label that may not be', 'xn--bücher.example'],
    ['punycode of what looks like punycode', 'xn--xn---epa.example'],
    ['a joiner where none belongs', 'a\u200db.example'],
  ])('knows none for %s', (_, domain) => expect(toAsciiDomain(domain)).toBeUndefined());
});

it.each([
  ['User@bücher.example', 'User@xn--bcher-kva.example'],
  ['user@bu\u0308cher。example', 'user@xn--bcher-kva.example'],
  ['jürgen@Example.com', 'jürgen@example.com'],
  ['nobody', 'nobody'],
])('mail for %s goes to %s', (email, to) => expect(deliveryAddress(email)).toBe(to));

it.each(['user@xn--a.example', 'user@127.0.0.1', 'user@0x7f.1', 'user@1.2.3', 'user@example.com.'])(
  '%s is no address',
  (email) => expect(isEmailAddress(email)).toBe(false),
);
