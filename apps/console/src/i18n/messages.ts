import type english from '../locales/en.json';
import { type Element, formatMessage, type MessageValues } from './format-message';

export type MessageKey = keyof typeof english;
/** Parsed in the build; a message without arguments stays a text. */
export type Messages = Record<MessageKey, string | Element[]>;

/** A file for each language, named by its BCP 47 tag. */
const catalogues = import.meta.glob<{ default: Messages }>('../locales/*.json');

export const locales = Object.keys(catalogues).map((path) => path.slice('../locales/'.length, -'.json'.length));

const CHOSEN = 'collabsphere-locale';

export const loadMessages = async (locale: string): Promise<Messages> =>
  (await catalogues[`../locales/${locale}.json`]!()).default;

/** The chosen language, or the first of the browser's that there is a catalogue for. */
export function initialLocale(): string {
  const wanted = [readChosen(), ...navigator.languages];
  for (const tag of wanted) {
    const found = locales.find((locale) => locale === tag || locale === tag?.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

export function storeLocale(locale: string): void {
  try {
    localStorage.setItem(CHOSEN, locale);
  } catch {
    // Storage may be blocked: the language is chosen again next time.
  }
}

function readChosen(): string | null {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(locale.split('-')[0]!) ? 'rtl' : 'ltr';

export interface Translate {
  (key: MessageKey, values?: MessageValues): string;
  /** For keys made of what the service answers, such as codes. */
  has(key: string): key is MessageKey;
}

export function translator(locale: string, messages: Messages): Translate {
  const translate = (key: MessageKey, values: MessageValues = {}) => {
    const message = messages[key];
    return typeof message === 'string' ? message : formatMessage(message, values, locale);
  };
  return Object.assign(translate, { has: (key: string): key is MessageKey => Object.hasOwn(messages, key) });
}
