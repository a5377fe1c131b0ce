import type { ThrottlerStorage } from '@nestjs/throttler';
import type { FailurePolicy } from './failure-policy';

/** The result of a check. `unchecked` is not counted as a failure; `right` resets the earlier failures. */
export type AttemptResult = 'wrong' | 'right' | 'unchecked';

export type Reservation =
  | { outcome: 'reserved'; id: string }
  /** The window is full of failures, or the wait after the last one is not over. */
  | { outcome: 'blocked'; freeInSeconds: number }
  /** There is room for failures, but attempts that run may yet fill it. */
  | { outcome: 'busy' };

/**
 * Milliseconds after which an attempt whose process died is forgotten. A password waits at most 5 s for its thread; a
 * check that takes longer than this still counts when it ends.
 */
export const RESERVATION_MS = 30_000;

/** Where hits are counted. Keys hold nothing personal: they are hashes. */
export abstract class RateLimitStore implements ThrottlerStorage {
  /**
   * Counts a hit in a sliding window, unless the window is full.
   * @param ttl milliseconds of the window
   */
  abstract increment(key: string, ttl: number, limit: number): ReturnType<ThrottlerStorage['increment']>;

  /**
   * Takes a place in the window for an attempt that begins, so that many at once can't be more than the policy allows.
   * @param id of the attempt. Wrong attempts of the same id count as one: such as the account, where accounts are counted
   */
  abstract reserve(key: string, policy: FailurePolicy, id?: string): Promise<Reservation>;

  /** Releases the place. A wrong attempt becomes a hit; a right one removes all hits if the policy says so. */
  abstract settle(key: string, id: string, result: AttemptResult, policy: FailurePolicy): Promise<void>;

  /** Hits within the window. */
  abstract count(key: string): Promise<number>;

  /** Deletes all hits of the key. */
  abstract reset(key: string): Promise<void>;
}
