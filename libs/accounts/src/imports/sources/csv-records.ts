import { Readable } from 'node:stream';
import { ImportError } from '../import.error';
import { faultOf } from './fields';

const MAX_BYTES = 1 << 20;

export interface CsvRecord {
  line: number;
  /** @throws {UnreadableRecord} where it has more or fewer cells than the header */
  parse(): Record<string, string>;
}

/**
 * The rows of a CSV file with a header (RFC 4180), one at a time.
 * @throws {ImportError} where a quote is not closed, or a row is longer than 1 MiB
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, known?: readonly string[]): AsyncGenerator<CsvRecord> {
  // Nothing but an import needs it.
  const { CsvError, parse } = await import('csv-parse');
  const rows = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_BYTES,
  });
  const source = Readable.from(chunks).once('error', (error) => rows.destroy(error));
  source.pipe(rows);
  let header: string[] | undefined;
  let last = 1;
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      last = info.lines;
      if (header) yield toRecord(header, record, info.lines);
      else header = headerOf(record, known);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines = last } = error as { lines?: number };
    throw new ImportError(`line ${lines}: ${reasons[error.code] ?? 'the row is not CSV (RFC 4180).'}`, {
      cause: error,
    });
  }
}

const reasons: Partial<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: 'the row is longer than 1 MiB.',
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed.',
};

function headerOf(names: string[], known?: readonly string[]): string[] {
  const unknown = known ? names.filter((name) => !known.includes(name)) : [];
  if (unknown.length > 0)
    throw new ImportError(`line 1: unknown columns ${JSON.stringify(unknown)}; known are ${known!.join(', ')}.`);
  if (new Set(names).size < names.length) throw new ImportError('line 1: a column is there twice.');
  return names;
}

function toRecord(header: string[], cells: string[], line: number): CsvRecord {
  return {
    line,
    parse() {
      if (cells.length !== header.length)
        throw faultOf('', 'columns', `The row has ${cells.length} cells, and the header ${header.length}.`);
      return Object.fromEntries(header.map((name, column) => [name, cells[column]!]));
    },
  };
}
