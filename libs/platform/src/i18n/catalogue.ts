import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Formats, IntlMessageFormat } from 'intl-messageformat';
import type { Message, MessageKey, MessageValues } from './message';

/** The language that is complete by definition: the keys of the others are compared with its own. */
export const SOURCE_LANGUAGE = 'en';

type Namespaces = Record<string, Record<string, string>>;

const folder = join(__dirname, 'locales');

/** Each file of the folder is a language: `de.json`, `pt-BR.json`. */
const catalogues: ReadonlyMap<string, Namespaces> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
);

/** BCP 47 tags. */
export const languages: readonly string[] = [...catalogues.keys()];

export const isLanguage = (tag: string): boolean => catalogues.has(tag);

/** The language of what is sent to a user. @param chosen their `locale`, which may be of an earlier version */
export const knownLanguage = (chosen: string | null | undefined, fallback: string): string =>
  chosen && isLanguage(chosen) ? chosen : fallback;

/** `{when, date, moment}`: a time in words. Mails do not know the reader's time zone. */
const formats: Partial<Formats> = {
  date: {
    moment: {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    },
  },
};

/** Parsed at the first use. */
const compiled = new Map<string, IntlMessageFormat>();

/** @param language one of `languages` */
export function translate(language: string, { key, values }: Message): string {
  return formatOf(language, key).format(values) as string;
}

/** The short form of `translate`. */
export const text = (language: string, key: MessageKey, values?: MessageValues): string =>
  translate(language, { key, values });

/** All messages of one namespace, as they are in the file: what a program elsewhere formats by itself. */
export function namespaceOf(language: string, namespace: string): Readonly<Record<string, string>> | undefined {
  const namespaces = catalogues.get(language);
  return namespaces && Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
}

function formatOf(language: string, key: MessageKey): IntlMessageFormat {
  const id = `${language} ${key}`;
  let format = compiled.get(id);
  if (!format) {
    const dot = key.indexOf('.');
    const [namespace, name] = [key.slice(0, dot), key.slice(dot + 1)];
    const message = catalogues.get(language)?.[namespace]?.[name];
    if (message === undefined) throw new Error(`the language ${language} has no message ${key}`);
    // Tags are no part of the syntax: a message is text, and its reader escapes it for HTML.
    format = new IntlMessageFormat(message, language, formats, { ignoreTag: true });
    compiled.set(id, format);
  }
  return format;
}
