import type catalogue from './locales/en.json';

type Catalogue = typeof catalogue;

/** `problems.email_taken.detail`: namespace and key. A key that no language has does not compile. */
export type MessageKey = {
  [Namespace in keyof Catalogue & string]: `${Namespace}.${keyof Catalogue[Namespace] & string}`;
}[keyof Catalogue & string];

/** The keys of one namespace, without its name. */
export type KeyOf<Namespace extends keyof Catalogue> = keyof Catalogue[Namespace] & string;

export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>;

/** A sentence for people that is not in a language yet. */
export interface Message {
  key: MessageKey;
  values?: MessageValues;
}

/** Describes a sentence where its reader's language is not known; `translate` renders it. */
export function msg(key: MessageKey, values?: MessageValues): Message {
  return values ? { key, values } : { key };
}
