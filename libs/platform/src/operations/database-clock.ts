import { RemoteClock } from './remote-clock';

/**
 * The time of PostgreSQL, by which everything that is stored or signed is judged: expiries, tokens, bans. All processes
 * agree on it, and setting the clock of a process's machine changes nothing. Durations within a process are measured by
 * `performance.now()`. Before PostgreSQL has answered, and in commands, it is the machine's clock.
 */
export class DatabaseClock {
  private readonly estimate = new RemoteClock();
  private isSynchronized = false;

  /** Milliseconds since 1970. */
  now(): number {
    return this.isSynchronized ? this.estimate.now() : Date.now();
  }

  date(): Date {
    return new Date(this.now());
  }

  /**
   * @param time of PostgreSQL, in milliseconds since 1970
   * @param sentAt when it was asked, by `performance.now()`
   */
  synchronize(time: number, sentAt: number): void {
    this.estimate.synchronize(time, sentAt);
    this.isSynchronized = true;
  }
}

/** A process has one database. */
export const databaseClock = new DatabaseClock();
