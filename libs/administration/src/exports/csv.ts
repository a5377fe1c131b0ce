/**
 * What a spreadsheet takes for a formula, also in full width: it would run when the file is opened.
 * @see OWASP, CSV injection
 */
const FORMULA_START = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** For spreadsheets, which otherwise take UTF-8 for another encoding. */
export const CSV_START = '\ufeff';

export type CsvValue = string | number | boolean | null;

/** One line. @see RFC 4180 */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvField).join(',')}\r\n`;

function csvField(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}
