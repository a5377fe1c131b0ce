import type { DataSource } from 'typeorm';
import { BatchWriter, type WriteBuffer } from './batch-writer';

const INTERVAL_MS = 60_000;

/** Brings times (milliseconds since 1970) that each request changes into the database: all of a minute in one statement. */
export abstract class TimestampWriter extends BatchWriter<number> {
  protected constructor(database: DataSource, noted: WriteBuffer<number>, statement: string) {
    super(database, noted, { intervalMs: INTERVAL_MS, statement, toParameter: (at) => new Date(at) });
  }
}
