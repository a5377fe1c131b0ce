import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Browsers have a handful of push services; whoever invents more gets no memory of ours for them. */
const SERVERS = 1000;

/**
 * Servers that asked to be left alone for a while (`Retry-After`). What one address is told of load holds for all
 * addresses of the server, so that the others need not be tried to learn it. Times are milliseconds since 1970.
 */
@Injectable()
export class Pauses {
  private readonly until = new LRUCache<string, number>({ max: SERVERS });

  pause(server: string, seconds: number, now = Date.now()): void {
    this.until.set(server, Math.max(this.until.get(server) ?? 0, now + seconds * 1000));
  }

  /** Milliseconds that are left. */
  leftOf(server: string, now = Date.now()): number {
    return Math.max(0, (this.until.get(server) ?? 0) - now);
  }
}
