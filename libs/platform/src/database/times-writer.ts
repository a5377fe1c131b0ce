import type { DataSource } from 'typeorm';
import { BatchWriter, type Unsaved } from './batch-writer';

const EVERY_MS = 60_000;

/** Brings times (milliseconds since 1970) that each request changes into the database: all of a minute in one statement. */
export abstract class TimesWriter extends BatchWriter<number> {
  protected constructor(database: DataSource, noted: Unsaved<number>, statement: string) {
    super(database, noted, { everyMs: EVERY_MS, statement, toParameter: (at) => new Date(at) });
  }
}
