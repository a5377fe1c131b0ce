import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../tokens/caller';

/** About 500 bytes each: 10 MB at most. */
const CAPACITY = 20_000;

/**
 * Callers of tokens whose signature was verified before, by the token's SHA-256: a cached token costs a hash and a
 * look-up. Expiry and revocation are checked at each use.
 */
export class VerifiedTokenCache {
  private readonly cache = new LRUCache<string, Caller>({ max: CAPACITY });

  get(token: string): Caller | undefined {
    return this.cache.get(keyOf(token));
  }

  add(token: string, caller: Caller): void {
    this.cache.set(keyOf(token), caller);
  }
}

/**
 * Not the token itself: a memory dump must not contain usable tokens. `hash` takes 0.6 µs; `createHash` takes 0.9 µs and
 * leaves objects to collect. It runs for each request.
 */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}
