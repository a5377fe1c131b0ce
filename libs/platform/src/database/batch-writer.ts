import { setTimeout } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';

const FINAL_FLUSH_LIMIT_MS = 2000;
/** Well within the time that a statement may take. */
const BATCH_SIZE = 5000;

/** Values by id, kept in memory until they are written. */
export interface WriteBuffer<V> {
  drain(): Map<string, V>;
  /** What could not be written. */
  restore(taken: ReadonlyMap<string, V>): void;
}

export interface BatchOptions<V> {
  intervalMs: number;
  /**
   * Takes two arrays, ids and their values. It locks the rows in the order of their ids, so that
   * transactions that lock the same rows wait for it and do not deadlock.
   */
  statement: string;
  /** A value as the statement takes it. */
  toParameter(value: V): unknown;
}

/** Brings what requests change too often for a statement of their own into the database: all at once, again and again. */
export abstract class BatchWriter<V> implements BeforeApplicationShutdown {
  private readonly logger = new Logger('BatchWriter');
  private timer?: NodeJS.Timeout;
  private inFlight?: Promise<void>;
  private isFailing = false;

  protected constructor(
    private readonly database: DataSource,
    private readonly buffer: WriteBuffer<V>,
    private readonly options: BatchOptions<V>,
  ) {}

  start(): void {
    // One at a time: a database that is slow is not asked ever more.
    this.timer = setInterval(() => void (this.inFlight ?? this.flush()), this.options.intervalMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    // A database that does not answer must not hold up the end of the process.
    await Promise.race([this.flush(), setTimeout(FINAL_FLUSH_LIMIT_MS, undefined, { ref: false })]);
  }

  /** Writes all that was there when it was called; does not fail. */
  async flush(): Promise<void> {
    const before = this.inFlight;
    const written = (async () => {
      await before;
      await this.write([...this.buffer.drain()]);
    })();
    this.inFlight = written;
    await written;
    if (this.inFlight === written) this.inFlight = undefined;
  }

  private async write(unsaved: [string, V][]): Promise<void> {
    const { statement, toParameter } = this.options;
    try {
      while (unsaved.length > 0) {
        const some = unsaved.slice(0, BATCH_SIZE);
        await this.database.query(statement, [some.map(([id]) => id), some.map(([, value]) => toParameter(value))]);
        unsaved.splice(0, some.length);
        this.isFailing = false;
      }
    } catch (error) {
      this.buffer.restore(new Map(unsaved));
      // Once for each outage.
      if (!this.isFailing)
        this.logger.warn({ msg: `${this.constructor.name} could not write; it will try again`, err: error });
      this.isFailing = true;
    }
  }
}
