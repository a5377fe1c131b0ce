import type { Translate } from './messages';

export interface Formats {
  number(value: number): string;
  percent(value: number): string;
  date(value: string | Date): string;
  dateTime(value: string | Date): string;
  /** "3 minutes ago"; days and more as a date. */
  relative(value: string | Date): string;
  list(values: string[]): string;
  language(tag: string): string;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export function formatsOf(locale: string, t: Translate): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale);
  return {
    number: (value) => number.format(value),
    percent: (value) => percent.format(value),
    date: (value) => date.format(new Date(value)),
    dateTime: (value) => dateTime.format(new Date(value)),
    relative(value) {
      const seconds = (new Date(value).getTime() - Date.now()) / 1000;
      const past = Math.abs(seconds);
      if (past < 45) return t('time.now');
      if (past >= 7 * 86_400) return date.format(new Date(value));
      const [unit, size] = UNITS.find(([, size]) => past >= size) ?? ['minute', 60];
      return relative.format(Math.round(seconds / size), unit);
    },
    list: (values) => list.format(values),
    language: (tag) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag,
  };
}
