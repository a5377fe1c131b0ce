import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { RateLimitStore } from './rate-limit-store';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const SWEEP_MS = 60_000;

/** A sliding window for each key, in this process alone. */
@Injectable()
export class MemoryRateLimitStore extends RateLimitStore implements OnModuleDestroy {
  private readonly hits = new Map<string, number[]>();
  private readonly sweeping = setInterval(() => this.sweep(), SWEEP_MS).unref();

  increment(key: string, ttl: number, limit: number): Promise<Hit> {
    const now = Date.now();
    const expirations = (this.hits.get(key) ?? []).filter((at) => at > now);
    const isBlocked = expirations.length >= limit;
    if (!isBlocked) expirations.push(now + ttl);
    this.hits.set(key, expirations);
    const freeInSeconds = Math.max(1, Math.ceil((expirations[0]! - now) / 1000));
    return Promise.resolve({
      totalHits: expirations.length,
      timeToExpire: freeInSeconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? freeInSeconds : 0,
    });
  }

  forgive(key: string): Promise<void> {
    this.hits.delete(key);
    return Promise.resolve();
  }

  onModuleDestroy(): void {
    clearInterval(this.sweeping);
  }

  private sweep(now = Date.now()): void {
    for (const [key, expirations] of this.hits) if (expirations.every((at) => at <= now)) this.hits.delete(key);
  }
}
