import { parse } from '@formatjs/icu-messageformat-parser';
import { type Element, formatMessage, type MessageValues } from './format-message';

const format = (message: string, values: MessageValues, locale = 'en') =>
  formatMessage(parse(message, { captureLocation: false }) as Element[], values, locale);

describe('messages', () => {
  it.each([
    ['Ban {name}', { name: 'Ann' }, 'en', 'Ban Ann'],
    ['{count, number} users', { count: 12345 }, 'de', '12.345 users'],
    ['{n, plural, =0 {none} one {# user} other {# users}}', { n: 0 }, 'en', 'none'],
    ['{n, plural, =0 {none} one {# user} other {# users}}', { n: 1 }, 'en', '1 user'],
    ['{n, plural, one {# Nutzer} other {# Nutzer}}', { n: 1234 }, 'de', '1.234 Nutzer'],
    ['{n, plural, one {#} few {few} many {many} other {other}}', { n: 3 }, 'pl', 'few'],
    ['{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { n: 22 }, 'en', '22nd'],
    ['{who, select, me {You} other {{who}}} signed in', { who: 'me' }, 'en', 'You signed in'],
    ['{who, select, me {You} other {{who}}} signed in', { who: 'Ann' }, 'en', 'Ann signed in'],
  ] as [string, MessageValues, string, string][])('%s with %j in %s', (message, values, locale, expected) => {
    expect(format(message, values, locale)).toBe(expected);
  });
});
