import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { languages, namespaceOf, SOURCE_LANGUAGE, text } from './catalogue';
import type { MessageKey } from './message';

type Namespaces = Record<string, Record<string, string>>;

const catalogue = (language: string): Namespaces =>
  JSON.parse(readFileSync(join(__dirname, 'locales', `${language}.json`), 'utf8'));
const keysOf = (namespaces: Namespaces) =>
  Object.entries(namespaces).flatMap(([namespace, messages]) =>
    Object.keys(messages).map((key) => `${namespace}.${key}`),
  );
const source = catalogue(SOURCE_LANGUAGE);

/** Each placeholder with its type and, of a `select`, its branches: what code may give must fit every language. */
function placeholders(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return ['a tag'];
    if (element.type === TYPE.select) {
      const branches = Object.entries(element.options);
      const names = branches.map(([name]) => name).sort();
      return [
        `${element.value} select ${names.join('|')}`,
        ...branches.flatMap(([, { value }]) => placeholders(value)),
      ];
    }
    if (element.type === TYPE.plural)
      return [`${element.value} number`, ...Object.values(element.options).flatMap(({ value }) => placeholders(value))];
    // A number may be plain text in one language and a plural in another.
    return [`${element.value} ${element.type === TYPE.date ? 'date' : 'number'}`];
  });
}
const shapeOf = (message: string) => [...new Set(placeholders(parse(message, { ignoreTag: true })))].sort();

it('has a language for each file', () => {
  expect(languages).toEqual(
    readdirSync(join(__dirname, 'locales'))
      .map((file) => file.replace('.json', ''))
      .sort(),
  );
  expect(languages).toEqual(expect.arrayContaining(['de', 'en']));
});

describe.each(languages)('%s', (language) => {
  const messages = catalogue(language);

  it('is a BCP 47 tag in its regular form', () => {
    expect(Intl.getCanonicalLocales(language)).toEqual([language]);
  });

  it('has exactly the keys of the source language', () => {
    expect(keysOf(messages).sort()).toEqual(keysOf(source).sort());
  });

  it('has the placeholders of the source language', () => {
    const shapes = (namespaces: Namespaces) =>
      Object.fromEntries(
        Object.entries(namespaces).flatMap(([namespace, entries]) =>
          Object.entries(entries).map(([key, message]) => [`${namespace}.${key}`, shapeOf(message)]),
        ),
      );
    expect(shapes(messages)).toEqual(shapes(source));
  });

  it('has no message that is empty, or has markup or white space around it', () => {
    for (const [namespace, entries] of Object.entries(messages))
      for (const [key, message] of Object.entries(entries)) {
        expect([namespace, key, message]).toEqual([namespace, key, message.trim()]);
        expect(message).not.toBe('');
        expect(message).not.toMatch(/<\w|&\w+;|\{\{/);
      }
  });

  it('ends each sentence of a refusal', () => {
    const details = Object.entries(messages.problems!).filter(([key]) => !key.endsWith('.title'));
    expect(details.filter(([, message]) => !/[.!?}]$/.test(message))).toEqual([]);
  });
});

it('is another text in each language', () => {
  const same = Object.entries(namespaceOf('de', 'problems')!).filter(
    ([key, message]) => key.endsWith('.detail') && namespaceOf('en', 'problems')![key] === message,
  );
  expect(same).toEqual([]);
});

describe('text', () => {
  it('chooses words by number', () => {
    const left = (language: string, left: number) => text(language, 'notices.recovery_code_used.body', { left });
    expect(left('en', 1)).toMatch(/^1 of your codes is left/);
    expect(left('en', 3)).toMatch(/^3 of your codes are left/);
    expect([left('de', 1), left('de', 3)]).toEqual([
      expect.stringMatching(/^1 Code bleibt/),
      expect.stringMatching(/^3 Codes bleiben/),
    ]);
  });

  it('writes times in the language, in UTC', () => {
    const when = new Date('2027-01-02T10:15:00Z');
    expect(text('en', 'mails.new-device.fact_when', { when })).toMatch(/^January 2, 2027.* 10:15\sAM UTC$/);
    expect(text('de', 'mails.new-device.fact_when', { when })).toMatch(/^2\. Januar 2027.* 10:15 UTC$/);
  });

  it('takes nothing in a value for a message', () => {
    expect(text('en', 'mails.greeting', { name: "{brand} '{' <b>" })).toBe("Hello {brand} '{' <b>,");
  });

  it('throws where a value is missing, or there is no such message', () => {
    expect(() => text('en', 'mails.greeting')).toThrow(/name/);
    expect(() => text('en', 'mails.none' as MessageKey)).toThrow(/no message mails.none/);
  });
});
