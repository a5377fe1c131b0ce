import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Browsers use a handful of push services; the limit keeps invented ones from filling the memory. */
const MAX_SERVERS = 1000;
/**
 * Deliveries resume one by one after a pause, 200 a second: thousands at once would all be postponed again if the
 * server extends the pause. Milliseconds.
 */
const STAGGER_MS = 5;

interface Pause {
  until: number;
  waiting: number;
}

/**
 * Servers that answered with `Retry-After`. The pause holds for all addresses of the server, so that the others are not
 * tried meanwhile. Times are those of `performance.now()`.
 */
@Injectable()
export class ProviderThrottle {
  private readonly pauses = new LRUCache<string, Pause>({ max: MAX_SERVERS });

  pause(server: string, seconds: number, now = performance.now()): void {
    const until = Math.max(this.pauses.get(server)?.until ?? 0, now + seconds * 1000);
    this.pauses.set(server, { until, waiting: 0 });
  }

  /** Milliseconds that one more has to wait; 0 where there is no pause. */
  delayFor(server: string, now = performance.now()): number {
    const pause = this.pauses.get(server);
    if (!pause || pause.until <= now) return 0;
    return pause.until - now + pause.waiting++ * STAGGER_MS;
  }
}
