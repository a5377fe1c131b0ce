import { matchesDomainPattern, parseDomainPattern } from './mail-domain.pattern';

describe('patterns of mail domains', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.com', 'example.com'],
    ['*.Example.com', '*.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['*.BÜCHER.example', '*.xn--bcher-kva.example'],
  ])('%s is %s', (text, pattern) => expect(parseDomainPattern(text)).toBe(pattern));

  it.each([
    '',
    '*',
    '*.',
    '*.*.example.com',
    'exam ple.com',
    'a@example.com',
    '.example.com',
    'xn--a.example',
    '*example.com',
  ])('%j is none', (text) => expect(parseDomainPattern(text)).toBeUndefined());

  it.each([
    ['example.com', 'example.com', true],
    ['example.com', 'mail.example.com', false],
    ['example.com', 'notexample.com', false],
    ['*.example.com', 'mail.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'notexample.com', false],
    ['*.example.com', 'example.com.evil.example', false],
  ])('%s and %s: %s', (pattern, domain, matches) => expect(matchesDomainPattern(pattern, domain)).toBe(matches));
});
