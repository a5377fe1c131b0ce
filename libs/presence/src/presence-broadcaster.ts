import { Metrics } from '#platform';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LastSeenFallback } from './last-seen.fallback';
import type { Presence } from './presence';
import { PresenceTracker } from './presence-tracker';

/** At most 4 updates per user and second. */
const MIN_INTERVAL_MS = 250;
/** Longest batch before the event loop gets a turn. */
const BATCH_TIME_MS = 20;

/** Publishes to all sockets that watch the user. */
export type PresencePublisher = (presence: Presence) => void;

interface PendingChange {
  presence: Presence;
  receivedAt: number;
}

/**
 * Publishes changes to the sockets of this node. Several changes of a user within 250 ms are coalesced into the last one.
 * One timer serves all users.
 */
@Injectable()
export class PresenceBroadcaster implements OnModuleDestroy {
  private pending = new Map<string, PendingChange>();
  private publishing = new Map<string, PendingChange>();
  /** Changes received while snapshots are being read, so that no snapshot is older than an event published before it. */
  private readonly receivedDuringRead = new Map<string, Presence>();
  private readonly lag;
  private readonly unsubscribe: () => void;
  private activeReads = 0;
  private timer?: NodeJS.Timeout;
  private flushedAt = -MIN_INTERVAL_MS;
  private publish: PresencePublisher = () => undefined;

  constructor(
    private readonly tracker: PresenceTracker,
    private readonly lastSeenFallback: LastSeenFallback,
    metrics: Metrics,
  ) {
    this.unsubscribe = tracker.onChange((presence) => this.enqueue(presence));
    this.lag = metrics.histogram(
      'presence_delivery_seconds',
      'From the receipt of a change until it was sent to the watchers.',
      [0.01, 0.05, 0.1, 0.25, 0.5, 1, 5],
    );
  }

  onModuleDestroy(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
  }

  setPublisher(publish: PresencePublisher): void {
    this.publish = publish;
  }

  /** The current state, for a socket that already watches these users. */
  async snapshot(userIds: readonly string[]): Promise<Presence[]> {
    this.activeReads++;
    try {
      const read = await this.tracker.read(userIds);
      const complete = await this.lastSeenFallback.fillLastSeen(userIds.map((id) => read.get(id)!));
      return complete.map((presence) => newer(presence, this.receivedDuringRead.get(presence.userId)));
    } finally {
      if (--this.activeReads === 0) this.receivedDuringRead.clear();
    }
  }

  private enqueue(presence: Presence): void {
    const { userId } = presence;
    if (this.activeReads > 0) this.receivedDuringRead.set(userId, presence);
    const into = this.publishing.has(userId) ? this.publishing : this.pending;
    into.set(userId, { presence, receivedAt: into.get(userId)?.receivedAt ?? performance.now() });
    this.timer ??= this.scheduleFlush();
  }

  private scheduleFlush(): NodeJS.Timeout {
    return setTimeout(() => this.flush(), Math.max(0, this.flushedAt + MIN_INTERVAL_MS - performance.now())).unref();
  }

  private flush(): void {
    this.flushedAt = performance.now();
    this.publishing = this.pending;
    this.pending = new Map();
    this.publishBatch();
  }

  private publishBatch(): void {
    const pause = performance.now() + BATCH_TIME_MS;
    for (const [userId, { presence, receivedAt }] of this.publishing) {
      this.publishing.delete(userId);
      this.publish(presence);
      this.lag.observe((performance.now() - receivedAt) / 1000);
      if (performance.now() > pause) break;
    }
    this.timer = undefined;
    if (this.publishing.size > 0) this.timer = setTimeout(() => this.publishBatch(), 1).unref();
    else if (this.pending.size > 0) this.timer = this.scheduleFlush();
  }
}

const newer = (read: Presence, received: Presence | undefined) =>
  received && received.version >= read.version ? received : read;
