import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { v7 as uuid } from 'uuid';
import { delayAfter, type FailurePolicy, placesAfter } from './failure-policy';
import { type AttemptResult, RateLimitStore, type Reservation, RESERVATION_MS } from './rate-limit-store';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const SWEEP_MS = 60_000;

/** A sliding window for each key, in this process alone. */
@Injectable()
export class MemoryRateLimitStore extends RateLimitStore implements OnModuleDestroy {
  /** Ids of hits, with the time at which each leaves the window; the oldest first. */
  private readonly hits = new Map<string, Map<string, number>>();
  /** Attempts that run, with the time at which each is given up. */
  private readonly pendingAttempts = new Map<string, Map<string, number>>();
  private readonly sweepTimer = setInterval(() => this.sweep(), SWEEP_MS).unref();

  increment(key: string, ttl: number, limit: number): Promise<Hit> {
    const now = performance.now();
    const hits = this.hitsOf(key, now);
    const isBlocked = hits.size >= limit;
    if (!isBlocked) this.hits.set(key, hits.set(uuid(), now + ttl));
    const [first = now + ttl] = hits.values();
    const freeInSeconds = secondsUntil(first, now);
    return Promise.resolve({
      totalHits: hits.size,
      timeToExpire: freeInSeconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? freeInSeconds : 0,
    });
  }

  reserve(key: string, policy: FailurePolicy, id: string = uuid()): Promise<Reservation> {
    const now = performance.now();
    const readyAt = this.readyAt(key, policy, now);
    if (readyAt > now) return Promise.resolve({ outcome: 'blocked', freeInSeconds: secondsUntil(readyAt, now) });
    const running = this.pendingOf(key, now);
    if (running.size >= placesAfter(this.hitsOf(key, now).size, policy)) return Promise.resolve({ outcome: 'busy' });
    this.pendingAttempts.set(key, running.set(id, now + RESERVATION_MS));
    return Promise.resolve({ outcome: 'reserved', id });
  }

  settle(key: string, id: string, result: AttemptResult, policy: FailurePolicy): Promise<void> {
    const now = performance.now();
    const running = this.pendingOf(key, now);
    running.delete(id);
    this.pendingAttempts.set(key, running);
    if (running.size === 0) this.pendingAttempts.delete(key);
    if (result === 'wrong') this.add(key, id, now + policy.windowMs, now);
    if (result === 'right' && policy.resetsOnSuccess) this.hits.delete(key);
    return Promise.resolve();
  }

  count(key: string): Promise<number> {
    return Promise.resolve(this.hitsOf(key, performance.now()).size);
  }

  reset(key: string): Promise<void> {
    this.hits.delete(key);
    return Promise.resolve();
  }

  onModuleDestroy(): void {
    clearInterval(this.sweepTimer);
  }

  /** When the next attempt may begin. */
  private readyAt(key: string, policy: FailurePolicy, now: number): number {
    const expirations = [...this.hitsOf(key, now).values()];
    if (expirations.length >= policy.limit) return expirations[0]!;
    const lastAt = expirations.length > 0 ? expirations.at(-1)! - policy.windowMs : -Infinity;
    return lastAt + delayAfter(expirations.length, policy);
  }

  private add(key: string, id: string, expiresAt: number, now: number): void {
    const hits = this.hitsOf(key, now);
    hits.delete(id);
    this.hits.set(key, hits.set(id, expiresAt));
  }

  /** Without those that have left the window. They are the first, so that a full window costs no copy. */
  private hitsOf(key: string, now: number): Map<string, number> {
    const hits = this.hits.get(key) ?? new Map<string, number>();
    for (const [id, at] of hits) {
      if (at > now) break;
      hits.delete(id);
    }
    return hits;
  }

  private pendingOf(key: string, now: number): Map<string, number> {
    return new Map([...(this.pendingAttempts.get(key) ?? [])].filter(([, givenUpAt]) => givenUpAt > now));
  }

  private sweep(now = performance.now()): void {
    for (const key of this.hits.keys()) if (this.hitsOf(key, now).size === 0) this.hits.delete(key);
    for (const key of this.pendingAttempts.keys())
      if (this.pendingOf(key, now).size === 0) this.pendingAttempts.delete(key);
  }
}

const secondsUntil = (at: number, now: number) => Math.max(1, Math.ceil((at - now) / 1000));
