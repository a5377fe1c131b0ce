import { setTimeout } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';

const EVERY_MS = 60_000;
const LAST_FLUSH_MS = 2000;
/** Well within the time that a statement may take. */
const AT_ONCE = 5000;

/** Times (milliseconds since 1970) by id, kept in memory until they are written. */
export interface NotedTimes {
  take(): Map<string, number>;
  /** What could not be written. */
  giveBack(taken: ReadonlyMap<string, number>): void;
}

/** Brings times that each request changes into the database: all of a minute in one statement. */
export abstract class TimesWriter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('TimesWriter');
  private timer?: NodeJS.Timeout;

  /**
   * @param statement takes two arrays, ids and their times. It locks the rows in the order of their ids: so whoever
   *   locks some of the same waits for it, and not each for the other.
   */
  protected constructor(
    private readonly database: DataSource,
    private readonly noted: NotedTimes,
    private readonly statement: string,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    // A database that does not answer must not hold up the end of the process.
    await Promise.race([this.flush(), setTimeout(LAST_FLUSH_MS, undefined, { ref: false })]);
  }

  async flush(): Promise<void> {
    const unsaved = [...this.noted.take()];
    try {
      while (unsaved.length > 0) {
        const some = unsaved.slice(0, AT_ONCE);
        await this.database.query(this.statement, [some.map(([id]) => id), some.map(([, at]) => new Date(at))]);
        unsaved.splice(0, some.length);
      }
    } catch (error) {
      this.noted.giveBack(new Map(unsaved));
      this.logger.warn({ msg: `${this.constructor.name} could not write; it will try again`, err: error });
    }
  }
}
