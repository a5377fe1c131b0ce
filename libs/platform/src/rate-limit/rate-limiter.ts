import { createHash, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { defineProblems, problems } from '../http/problem';
import { Settings } from '../settings/settings';
import { type AttemptResult, RateLimitStore } from './rate-limit-store';
import type { FailureWindow } from './failure-policy';
import { limitOf, type RateLimitName } from './rate-limits';

export const rateLimitProblems = defineProblems({
  too_many_attempts: { status: 429 },
});

/** As long as a password may wait for its thread: then the answer is 503. */
const MAX_WAIT_MS = 5000;
/** A hash takes about 260 ms; asking more often would find the same. */
const RETRY_DELAY_MS = { min: 25, max: 100 };

/** Limits on what a request turns out to be about, such as an account; `@RateLimit()` does the same by IP. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly settings: Settings,
    private readonly store: RateLimitStore,
  ) {}

  /**
   * @param subject whose window it is, such as a folded e-mail address
   * @throws {Problem} 429 `too_many_attempts` with `Retry-After`
   */
  async hit(name: RateLimitName, subject: string): Promise<void> {
    const { limit, ttlMs } = limitOf(this.settings, name);
    const { isBlocked, timeToBlockExpire } = await this.store.increment(keyOf(name, subject), ttlMs, limit);
    if (isBlocked) throw tooManyAttempts(timeToBlockExpire);
  }

  /**
   * Makes a check of something that can be guessed. Only a check that was made and found it wrong is a failure: what
   * threw (no thread was free, the database was away) leaves no trace. While a check runs it holds a place in the window,
   * so that no more than the limit are tried at once; who finds none free, though there are fewer failures than the limit,
   * waits for the others' results.
   * @param about whose window it is, such as a folded e-mail address
   * @throws {Problem} 429 `too_many_attempts` with `Retry-After`, 503 `service_unavailable` after 5 s of waiting
   */
  async attempt<T>(
    name: RateLimitName,
    about: string,
    check: () => Promise<T>,
    isSuccess: (found: T) => boolean,
  ): Promise<T> {
    const { limit, ttlMs } = limitOf(this.settings, name);
    const policy = { limit, windowMs: ttlMs, resetsOnSuccess: true };
    return this.attemptWithin([{ subject: `${name}\0${about}`, policy }], check, isSuccess);
  }

  /** The same within several windows: it needs a place in each, and counts in each. */
  async attemptWithin<T>(
    windows: readonly FailureWindow[],
    check: () => Promise<T>,
    isSuccess: (found: T) => boolean,
  ): Promise<T> {
    const [window, ...others] = windows;
    if (!window) {
      const found = await check();
      isSuccess(found);
      return found;
    }
    const key = hashOf(window.subject);
    const id = await this.reserve(key, window);
    let result: AttemptResult = 'unchecked';
    try {
      return await this.attemptWithin(others, check, (found) => {
        const success = isSuccess(found);
        result = success ? 'right' : 'wrong';
        return success;
      });
    } finally {
      await this.store.settle(key, id, result, window.policy);
    }
  }

  /** Wrong attempts in a window. */
  countWithin({ subject }: FailureWindow): Promise<number> {
    return this.store.count(hashOf(subject));
  }

  /** Removes all wrong attempts of a window. */
  async resetWindow({ subject }: FailureWindow): Promise<void> {
    await this.store.reset(hashOf(subject));
  }

  /** Resets the counter, for instance when the right password was sent after wrong ones. */
  async reset(name: RateLimitName, about: string): Promise<void> {
    await this.store.reset(keyOf(name, about));
  }

  private async reserve(key: string, { policy, id }: FailureWindow): Promise<string> {
    for (const deadline = performance.now() + MAX_WAIT_MS; ;) {
      const reservation = await this.store.reserve(key, policy, id && hashOf(id));
      if (reservation.outcome === 'reserved') return reservation.id;
      if (reservation.outcome === 'blocked') throw tooManyAttempts(reservation.freeInSeconds);
      if (performance.now() > deadline) throw problems.service_unavailable();
      await sleep(randomInt(RETRY_DELAY_MS.min, RETRY_DELAY_MS.max));
    }
  }
}

export function tooManyAttempts(seconds: number) {
  return rateLimitProblems.too_many_attempts({ headers: { 'retry-after': String(seconds) } });
}

const keyOf = (name: RateLimitName, about: string) => hashOf(`${name}\0${about}`);

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
