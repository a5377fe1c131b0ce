import { unlinked } from './unlinked';

it.each([
  ['https://evil.example/pay', 'https: //evil. example/pay'],
  ['HTTP://EVIL.EXAMPLE', 'HTTP: //EVIL. EXAMPLE'],
  ['http://intranet/pay', 'http: //intranet/pay'],
  ['http://192.0.2.1/pay', 'http: //192.0.2.1/pay'],
  ['www.evil.example', 'www. evil. example'],
  ['evil.example/pay', 'evil. example/pay'],
  ['pay@evil.example', 'pay@evil. example'],
  ['evil。example', 'evil。 example'],
  ['evil．example', 'evil． example'],
  ['бøse.испытание', 'бøse. испытание'],
  ['xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd. xn--p1ai'],
])('%s is no link', (name, shown) => {
  expect(unlinked(name)).toBe(shown);
  expect(unlinked(shown)).toBe(shown);
});

it.each([
  'Ada Lovelace',
  'J. R. R. Tolkien',
  'Pixel 4.1',
  'Firefox on Linux',
  '…',
  '.hidden',
  'Ann (she/her)',
  '#1: Ann',
  '',
])('%s stays as it is', (name) => {
  expect(unlinked(name)).toBe(name);
});

it('reads a long name in no time', () => {
  for (const part of ['.a', ':', '://', '。', 'a.']) expect(unlinked(part.repeat(50_000)).length).toBeGreaterThan(0);
});
