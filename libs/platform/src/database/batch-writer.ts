import { setTimeout } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';

const LAST_FLUSH_MS = 2000;
/** Well within the time that a statement may take. */
const AT_ONCE = 5000;

/** Values by id, kept in memory until they are written. */
export interface Unsaved<V> {
  take(): Map<string, V>;
  /** What could not be written. */
  giveBack(taken: ReadonlyMap<string, V>): void;
}

export interface BatchOptions<V> {
  everyMs: number;
  /**
   * Takes two arrays, ids and their values. It locks the rows in the order of their ids: so whoever locks some of the
   * same waits for it, and not each for the other.
   */
  statement: string;
  /** A value as the statement takes it. */
  toParameter(value: V): unknown;
}

/** Brings what requests change too often for a statement of their own into the database: all at once, again and again. */
export abstract class BatchWriter<V> implements BeforeApplicationShutdown {
  private readonly logger = new Logger('BatchWriter');
  private timer?: NodeJS.Timeout;
  private writing?: Promise<void>;
  private failing = false;

  protected constructor(
    private readonly database: DataSource,
    private readonly unsaved: Unsaved<V>,
    private readonly options: BatchOptions<V>,
  ) {}

  start(): void {
    // One at a time: a database that is slow is not asked ever more.
    this.timer = setInterval(() => void (this.writing ?? this.flush()), this.options.everyMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    // A database that does not answer must not hold up the end of the process.
    await Promise.race([this.flush(), setTimeout(LAST_FLUSH_MS, undefined, { ref: false })]);
  }

  /** Writes all that was there when it was called; does not fail. */
  async flush(): Promise<void> {
    const before = this.writing;
    const written = (async () => {
      await before;
      await this.write([...this.unsaved.take()]);
    })();
    this.writing = written;
    await written;
    if (this.writing === written) this.writing = undefined;
  }

  private async write(unsaved: [string, V][]): Promise<void> {
    const { statement, toParameter } = this.options;
    try {
      while (unsaved.length > 0) {
        const some = unsaved.slice(0, AT_ONCE);
        await this.database.query(statement, [some.map(([id]) => id), some.map(([, value]) => toParameter(value))]);
        unsaved.splice(0, some.length);
        this.failing = false;
      }
    } catch (error) {
      this.unsaved.giveBack(new Map(unsaved));
      // Once for each outage.
      if (!this.failing)
        this.logger.warn({ msg: `${this.constructor.name} could not write; it will try again`, err: error });
      this.failing = true;
    }
  }
}
