import type { CsvValue } from './csv';

/** One row. The names are the columns of the CSV file, in this order, and the keys of the JSON lines. */
export type ExportRow = Record<string, unknown>;

export interface ExportPage {
  rows: ExportRow[];
  /** For the next page; nothing at the end. */
  next?: string[];
}

/** What can be exported, page by page. */
export interface ExportSource {
  readonly columns: readonly string[];
  /** @param requesterId who may see the rows */
  readPage(filter: Record<string, unknown>, requesterId: string, after?: string[]): Promise<ExportPage>;
}

/** Rows of one statement, and of one chunk of the file. */
export const EXPORT_PAGE_SIZE = 1000;

/** Lists are joined with semicolons; objects are JSON. */
export function toCsvValue(value: unknown): CsvValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join('; ');
  if (typeof value === 'object') return JSON.stringify(value);
  return value as CsvValue;
}
