import { TextDecoder } from 'node:util';
import { ImportError } from '../import.error';
import { faultOf } from './fields';

/** A record is the account of one person. */
const MAX_BYTES = 1 << 20;
const MAX_DEPTH = 32;
/** A key at the top of the document: longer than `users`. */
const MAX_KEY = 16;

const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];
const LINE_FEED = 10;
/** The byte order mark. */
const MARK = Buffer.from('\ufeff');
const isSpace = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13);

export interface JsonRecord {
  line: number;
  /** @throws {UnreadableRecord} where the record is too long, too deep or no JSON */
  parse(): unknown;
}

/** Where the records are: a list or one after the other, or the list of that key in the outer object. */
export type JsonLayout = 'records' | { listOf: string };

/**
 * The records of a file of any size: only one record of at most 1 MiB is in memory at a time. Parsers of streams know
 * neither such a limit nor lines; what a record contains is parsed by `JSON.parse`.
 * @throws {ImportError} where the file has another layout, or ends in the middle
 */
export async function* jsonRecords(chunks: AsyncIterable<Buffer>, layout: JsonLayout): AsyncGenerator<JsonRecord> {
  const scanner = new Scanner(layout);
  for await (const chunk of chunks) yield* scanner.scan(chunk);
  scanner.end();
}

class Scanner {
  private line = 1;
  private depth = 0;
  private inText = false;
  private escaped = false;
  private position = 0;
  /** Depth between the records; -1 while they have not begun, or have ended. */
  private outside: number;
  private readonly listOf?: string;
  private key = '';
  private hasList = false;
  private record?: { line: number; bytes: number; parts: Buffer[]; deepest: number };

  constructor(layout: JsonLayout) {
    this.outside = layout === 'records' ? 0 : -1;
    if (layout !== 'records') this.listOf = layout.listOf;
  }

  *scan(chunk: Buffer): Generator<JsonRecord> {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (this.position < MARK.length && byte === MARK[this.position++]) continue;
      if (byte === LINE_FEED) this.line++;
      if (this.inText) {
        this.insideText(byte);
        continue;
      }
      const begins = byte === OPEN && this.depth === this.outside;
      this.assertLayout(byte, begins);
      if (begins) {
        this.record = { line: this.line, bytes: 0, parts: [], deepest: this.depth };
        start = at;
      }
      this.structure(byte);
      // Brackets that do not match end a record too: it is no JSON, and the next one may be.
      if (this.record && this.depth <= this.outside && (byte === CLOSE || byte === CLOSE_LIST)) {
        this.depth = this.outside;
        this.keep(chunk.subarray(start, at + 1));
        yield toRecord(this.record, this.outside);
        this.record = undefined;
      }
    }
    if (this.record) this.keep(chunk.subarray(start));
  }

  end(): void {
    if (this.inText || this.depth > 0 || this.record)
      throw new ImportError(`line ${this.line}: the file ends in the middle.`);
    if (this.listOf && !this.hasList) throw new ImportError(`the file has no list "${this.listOf}".`);
  }

  private insideText(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inText = false;
    else if (this.depth === 1 && this.key.length < MAX_KEY) this.key += String.fromCharCode(byte);
  }

  private structure(byte: number): void {
    if (byte === QUOTE) {
      this.inText = true;
      this.key = '';
    } else if (byte === OPEN || byte === OPEN_LIST) {
      if (byte === OPEN_LIST && this.listOf !== undefined && this.depth === 1 && this.key === this.listOf) {
        this.outside = 2;
        this.hasList = true;
      }
      this.depth++;
      if (this.record) this.record.deepest = Math.max(this.record.deepest, this.depth);
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      this.depth--;
      if (this.listOf !== undefined && this.depth < this.outside) this.outside = -1;
      this.key = '';
    }
  }

  /** Between the records there is nothing but white space, commas and the brackets of the list. */
  private assertLayout(byte: number, begins: boolean): void {
    if (isSpace(byte) || begins || this.record) return;
    if (this.listOf === undefined && this.depth === 0 && byte === OPEN_LIST && this.outside === 0) {
      this.outside = 1;
      return;
    }
    const isBracket = byte === CLOSE_LIST && this.depth === this.outside && this.depth > 0;
    if (this.outside >= 0 && (byte === COMMA || isBracket)) return;
    if (this.outside < 0 && (this.depth > 0 || byte === OPEN)) return;
    throw new ImportError(
      `line ${this.line}: ${this.listOf ? `there should be an object with a list "${this.listOf}"` : 'there should be objects, in a list or one a line'}.`,
    );
  }

  /** Of a record that is too long no more is kept. */
  private keep(bytes: Buffer): void {
    const record = this.record!;
    record.bytes += bytes.length;
    if (record.bytes > MAX_BYTES) record.parts = [];
    else record.parts.push(Buffer.from(bytes));
  }
}

function toRecord(
  { line, bytes, parts, deepest }: { line: number; bytes: number; parts: Buffer[]; deepest: number },
  outside: number,
): JsonRecord {
  return {
    line,
    parse() {
      if (bytes > MAX_BYTES) throw faultOf('', 'too_long', 'The record is longer than 1 MiB.');
      if (deepest - outside > MAX_DEPTH) throw faultOf('', 'too_deep', `It is nested deeper than ${MAX_DEPTH} levels.`);
      return parsed(Buffer.concat(parts));
    },
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw faultOf('', 'malformed_json', 'The record must be JSON in UTF-8.');
  }
}
