import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Browsers have a handful of push services; whoever invents more gets no memory of ours for them. */
const MAX_SERVERS = 1000;
/**
 * Those that wait for the end of a pause come back one by one, 200 a second: thousands at once would only be put off
 * again where the pause is prolonged. Milliseconds.
 */
const STAGGER_MS = 5;

interface Pause {
  until: number;
  waiting: number;
}

/**
 * Servers that asked to be left alone for a while (`Retry-After`). What one address is told of load holds for all
 * addresses of the server, so that the others need not be tried to learn it. Times are milliseconds since 1970.
 */
@Injectable()
export class ProviderThrottle {
  private readonly pauses = new LRUCache<string, Pause>({ max: MAX_SERVERS });

  pause(server: string, seconds: number, now = Date.now()): void {
    const until = Math.max(this.pauses.get(server)?.until ?? 0, now + seconds * 1000);
    this.pauses.set(server, { until, waiting: 0 });
  }

  /** Milliseconds that one more has to wait; 0 where there is no pause. */
  delayFor(server: string, now = Date.now()): number {
    const pause = this.pauses.get(server);
    if (!pause || pause.until <= now) return 0;
    return pause.until - now + pause.waiting++ * STAGGER_MS;
  }
}
