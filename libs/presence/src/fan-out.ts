import { Metrics } from '#platform';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LastSeenArchive } from './last-seen.archive';
import type { Presence } from './presence';
import { PresenceStore } from './presence-store';

/** No watcher hears of a user more often than 4 times a second. */
const PERIOD_MS = 250;
/** So long at the most without a pause in which others get their turn. */
const SLICE_MS = 20;

/** Who is told: all sockets that watch the user. */
export type Teller = (presence: Presence) => void;

interface Change {
  presence: Presence;
  heardAt: number;
}

/**
 * Brings changes to the sockets of this process: what changes several times within 250 ms is told once, as it is then.
 * One timer for all of them.
 */
@Injectable()
export class FanOut implements OnModuleDestroy {
  private pending = new Map<string, Change>();
  private telling = new Map<string, Change>();
  /** What was heard while snapshots are being read, so that none of them is older than an event told before it. */
  private readonly meanwhile = new Map<string, Presence>();
  private readonly lag;
  private readonly unsubscribe: () => void;
  private reading = 0;
  private timer?: NodeJS.Timeout;
  private flushedAt = -PERIOD_MS;
  private tell: Teller = () => undefined;

  constructor(
    private readonly store: PresenceStore,
    private readonly archive: LastSeenArchive,
    metrics: Metrics,
  ) {
    this.unsubscribe = store.onChange((presence) => this.heard(presence));
    this.lag = metrics.histogram(
      'presence_delivery_seconds',
      'From hearing of a change to telling those who watch.',
      [0.01, 0.05, 0.1, 0.25, 0.5, 1, 5],
    );
  }

  onModuleDestroy(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
  }

  useTeller(tell: Teller): void {
    this.tell = tell;
  }

  /** As things are now, for somebody who watches these users already. */
  async snapshot(userIds: readonly string[]): Promise<Presence[]> {
    this.reading++;
    try {
      const read = await this.store.read(userIds);
      const complete = await this.archive.complete(userIds.map((id) => read.get(id)!));
      return complete.map((presence) => newer(presence, this.meanwhile.get(presence.userId)));
    } finally {
      if (--this.reading === 0) this.meanwhile.clear();
    }
  }

  private heard(presence: Presence): void {
    const { userId } = presence;
    if (this.reading > 0) this.meanwhile.set(userId, presence);
    const into = this.telling.has(userId) ? this.telling : this.pending;
    into.set(userId, { presence, heardAt: into.get(userId)?.heardAt ?? performance.now() });
    this.timer ??= this.flushSoon();
  }

  private flushSoon(): NodeJS.Timeout {
    return setTimeout(() => this.flush(), Math.max(0, this.flushedAt + PERIOD_MS - performance.now())).unref();
  }

  private flush(): void {
    this.flushedAt = performance.now();
    this.telling = this.pending;
    this.pending = new Map();
    this.tellSome();
  }

  private tellSome(): void {
    const pause = performance.now() + SLICE_MS;
    for (const [userId, { presence, heardAt }] of this.telling) {
      this.telling.delete(userId);
      this.tell(presence);
      this.lag.observe((performance.now() - heardAt) / 1000);
      if (performance.now() > pause) break;
    }
    this.timer = undefined;
    if (this.telling.size > 0) this.timer = setTimeout(() => this.tellSome(), 1).unref();
    else if (this.pending.size > 0) this.timer = this.flushSoon();
  }
}

const newer = (read: Presence, heard: Presence | undefined) => (heard && heard.version >= read.version ? heard : read);
