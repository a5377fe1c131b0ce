import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { v7 as uuid } from 'uuid';
import { type AttemptResult, RateLimitStore, type Reservation, RESERVATION_MS } from './rate-limit-store';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const SWEEP_MS = 60_000;

/** A sliding window for each key, in this process alone. */
@Injectable()
export class MemoryRateLimitStore extends RateLimitStore implements OnModuleDestroy {
  private readonly hits = new Map<string, number[]>();
  /** Attempts that run, with the time at which each is given up. */
  private readonly pendingAttempts = new Map<string, Map<string, number>>();
  private readonly sweepTimer = setInterval(() => this.sweep(), SWEEP_MS).unref();

  increment(key: string, ttl: number, limit: number): Promise<Hit> {
    const now = Date.now();
    const expirations = this.hitsOf(key, now);
    const isBlocked = expirations.length >= limit;
    if (!isBlocked) expirations.push(now + ttl);
    this.hits.set(key, expirations);
    const freeInSeconds = secondsUntil(expirations[0]!, now);
    return Promise.resolve({
      totalHits: expirations.length,
      timeToExpire: freeInSeconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? freeInSeconds : 0,
    });
  }

  reserve(key: string, limit: number): Promise<Reservation> {
    const now = Date.now();
    const hits = this.hitsOf(key, now);
    if (hits.length >= limit)
      return Promise.resolve({ outcome: 'blocked', freeInSeconds: secondsUntil(hits[0]!, now) });
    const running = this.pendingOf(key, now);
    if (hits.length + running.size >= limit) return Promise.resolve({ outcome: 'busy' });
    const id = uuid();
    this.pendingAttempts.set(key, running.set(id, now + RESERVATION_MS));
    return Promise.resolve({ outcome: 'reserved', id });
  }

  settle(key: string, id: string, result: AttemptResult, ttl: number): Promise<void> {
    const now = Date.now();
    const running = this.pendingOf(key, now);
    running.delete(id);
    this.pendingAttempts.set(key, running);
    if (running.size === 0) this.pendingAttempts.delete(key);
    if (result === 'wrong') this.hits.set(key, [...this.hitsOf(key, now), now + ttl]);
    if (result === 'right') this.hits.delete(key);
    return Promise.resolve();
  }

  reset(key: string): Promise<void> {
    this.hits.delete(key);
    return Promise.resolve();
  }

  onModuleDestroy(): void {
    clearInterval(this.sweepTimer);
  }

  private hitsOf(key: string, now: number): number[] {
    return (this.hits.get(key) ?? []).filter((at) => at > now);
  }

  private pendingOf(key: string, now: number): Map<string, number> {
    return new Map([...(this.pendingAttempts.get(key) ?? [])].filter(([, givenUpAt]) => givenUpAt > now));
  }

  private sweep(now = Date.now()): void {
    for (const key of this.hits.keys()) if (this.hitsOf(key, now).length === 0) this.hits.delete(key);
    for (const key of this.pendingAttempts.keys())
      if (this.pendingOf(key, now).size === 0) this.pendingAttempts.delete(key);
  }
}

const secondsUntil = (at: number, now: number) => Math.max(1, Math.ceil((at - now) / 1000));
