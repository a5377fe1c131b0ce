import type { ThrottlerStorage } from '@nestjs/throttler';

/** Where hits are counted. Keys hold nothing personal: they are hashes. */
export abstract class RateLimitStore implements ThrottlerStorage {
  /**
   * Counts a hit in a sliding window, unless the window is full.
   * @param ttl milliseconds of the window
   */
  abstract increment(key: string, ttl: number, limit: number): ReturnType<ThrottlerStorage['increment']>;

  /** Forgets all hits of the key. */
  abstract forgive(key: string): Promise<void>;
}
