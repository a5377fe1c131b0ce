import { acceptedLanguage } from './accept-language';
import { growthOf, LINEAR } from '../../../../test/support/growth';

const supported = ['de', 'en', 'pt-BR', 'zh-Hant'];

it.each([
  ['de', 'de'],
  ['DE', 'de'],
  ['de-AT', 'de'],
  ['de-CH-1996', 'de'],
  ['fr, de', 'de'],
  ['en;q=0.2, de;q=0.9', 'de'],
  ['de;q=0.5, en', 'en'],
  ['de , en', 'de'],
  ['fr;q=1.0, de;q=0.001', 'de'],
  ['zh-Hant-TW', 'zh-Hant'],
  ['zh', 'zh-Hant'],
  ['pt', 'pt-BR'],
  ['pt-br', 'pt-BR'],
  ['de-AT;q=0.9, de;q=0, en;q=0.1', 'en'],
])('%s asks for %s', (header, language) => {
  expect(acceptedLanguage(header, supported)).toBe(language);
});

it.each([
  undefined,
  '',
  '*',
  'fr',
  'fr, *;q=0.5',
  'de;q=0',
  'de;q=0.0',
  'deutsch-ganz-bestimmt',
  'd_e',
  'de;q=2',
  'de;q=-1',
  'de;q=0.1234',
  ';q=1',
  ',,,',
  '__proto__',
  'constructor',
])('%s asks for none of them', (header) => {
  expect(acceptedLanguage(header, supported)).toBeUndefined();
});

it.each(['a,', 'a-', 'de;q=0.1,', ' ', ';q=', 'aaaaaaaa-'])(
  'takes no more than its share of time for many %j',
  (part) => {
    expect(growthOf((size) => acceptedLanguage(part.repeat(size), supported), 80_000)).toBeLessThan(LINEAR);
  },
);
