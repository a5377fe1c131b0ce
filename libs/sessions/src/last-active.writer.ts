import { setTimeout } from 'node:timers/promises';
import { SessionActivity } from '#presence';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

const LAST_FLUSH_MS = 2000;
const EVERY_MS = 60_000;
/** People look for "today" or "last week": a session's row is written no more often than this by its requests. */
const PRECISION = "interval '5 min'";

/** Brings the time of each session's last request into the database, all of a minute in one statement. */
@Injectable()
export class LastActiveWriter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('LastActive');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly activity: SessionActivity,
    private readonly database: DataSource,
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
    const unsaved = this.activity.takeUnsaved();
    if (unsaved.size === 0) return;
    try {
      await this.database.query(
        `UPDATE sessions SET last_active_at = seen.at
         FROM unnest($1::uuid[], $2::timestamptz[]) AS seen (id, at)
         WHERE sessions.id = seen.id AND revoked_at IS NULL AND last_active_at < seen.at - ${PRECISION}`,
        [[...unsaved.keys()], [...unsaved.values()].map((at) => new Date(at))],
      );
    } catch (error) {
      this.activity.giveBack(unsaved);
      this.logger.warn({ msg: 'could not save when sessions were last active; it will be tried again', err: error });
    }
  }
}
