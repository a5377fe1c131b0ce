import { setTimeout } from 'node:timers/promises';
import { PresenceStore } from '#presence';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';

const LAST_FLUSH_MS = 2000;
const EVERY_MS = 60_000;

/** Brings `last_seen` into the database, all users of a minute in one statement. */
@Injectable()
export class LastSeenWriter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('LastSeen');
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly presence: PresenceStore,
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
    const unsaved = this.presence.takeLastSeen();
    try {
      if (unsaved.size > 0)
        await this.database.query(
          `UPDATE users SET last_seen = greatest(users.last_seen, seen.at)
           FROM unnest($1::uuid[], $2::timestamptz[]) AS seen (id, at) WHERE users.id = seen.id`,
          [[...unsaved.keys()], [...unsaved.values()].map((at) => new Date(at))],
        );
    } catch (error) {
      this.presence.giveBack(unsaved);
      this.logger.warn({ msg: 'could not save last_seen; it will be tried again', err: error });
    }
  }
}
