import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseClock } from '#platform';
import { AuthorizationState } from '#auth';
import { PresenceTracker } from '#presence';
import { EventStreamHub } from '#sessions';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { NodesRepository } from './nodes.repository';

const INTERVAL_MS = 5000;
/** A database that does not answer must not hold up the end of the process. */
const FAREWELL_LIMIT_MS = 2000;

/** Reports this process to the others, every 5 s in one statement. */
@Injectable()
export class NodeReporter implements BeforeApplicationShutdown {
  private readonly logger = new Logger('NodeReporter');
  private readonly id = uuid();
  private startedAt?: Date;
  private timer?: NodeJS.Timeout;
  private inFlight?: Promise<void>;
  private isFailing = false;

  constructor(
    private readonly nodes: NodesRepository,
    private readonly state: AuthorizationState,
    private readonly presence: PresenceTracker,
    private readonly streams: EventStreamHub,
  ) {}

  async start(): Promise<void> {
    await this.report();
    this.timer = setInterval(() => void this.report(), INTERVAL_MS).unref();
  }

  /** A process that stops is gone from the list at once. A killed one is listed as lost. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.timer) return;
    clearInterval(this.timer);
    const left = (async () => {
      await this.inFlight;
      await this.nodes.remove(this.id).catch(() => undefined);
    })();
    await Promise.race([left, sleep(FAREWELL_LIMIT_MS, undefined, { ref: false })]);
  }

  /** One at a time. Does not fail. */
  report(): Promise<void> {
    return (this.inFlight ??= this.write().finally(() => (this.inFlight = undefined)));
  }

  private async write(): Promise<void> {
    // Not before: until PostgreSQL has answered `databaseClock` is the machine's.
    this.startedAt ??= databaseClock.date();
    try {
      await this.nodes.save({
        id: this.id,
        host: hostname(),
        pid: process.pid,
        startedAt: this.startedAt,
        staleMs: Math.max(0, Math.round(this.state.staleness())),
        sockets: this.presence.stats().connections,
        followers: this.streams.followers(),
      });
      this.isFailing = false;
    } catch (error) {
      // Once for each outage.
      if (!this.isFailing) this.logger.warn({ msg: 'could not report this process; it will try again', err: error });
      this.isFailing = true;
    }
  }
}
