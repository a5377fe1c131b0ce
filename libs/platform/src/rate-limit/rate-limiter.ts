import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { defineProblems } from '../http/problem';
import { Settings } from '../settings/settings';
import { RateLimitStore } from './rate-limit-store';
import { limitOf, type RateLimitName } from './rate-limits';

export const rateLimitProblems = defineProblems({
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    detail: 'There were too many attempts; wait before the next one.',
  },
});

/** Limits on what a request turns out to be about, such as an account; `@RateLimit()` does the same by IP. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly settings: Settings,
    private readonly store: RateLimitStore,
  ) {}

  /**
   * @param about whose window it is, such as a folded e-mail address
   * @throws {Problem} 429 `too_many_attempts` with `Retry-After`
   */
  async hit(name: RateLimitName, about: string): Promise<void> {
    const { limit, ttlMs } = limitOf(this.settings, name);
    const { isBlocked, timeToBlockExpire } = await this.store.increment(keyOf(name, about), ttlMs, limit);
    if (isBlocked) throw tooManyAttempts(timeToBlockExpire);
  }

  /** Gives back all hits, for instance when the right password came after wrong ones. */
  async forgive(name: RateLimitName, about: string): Promise<void> {
    await this.store.forgive(keyOf(name, about));
  }
}

export function tooManyAttempts(seconds: number) {
  return rateLimitProblems.too_many_attempts({ headers: { 'retry-after': String(seconds) } });
}

function keyOf(name: RateLimitName, about: string): string {
  return createHash('sha256').update(`${name}\0${about}`).digest('base64url');
}
