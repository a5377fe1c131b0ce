import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Caller } from './access-token';
import { VerificationKeys } from './verification-keys';

/** About 500 bytes each: 10 MB at the most. */
const CAPACITY = 20_000;

/** Tokens whose signature was verified before, until they expire: a hot token costs a hash and a look-up. */
@Injectable()
export class VerifiedTokens {
  private readonly cache = new LRUCache<string, Caller>({ max: CAPACITY });
  private generation = 0;

  constructor(private readonly keys: VerificationKeys) {}

  get(token: string, now = Date.now()): Caller | undefined {
    if (this.generation !== this.keys.generation) {
      this.cache.clear();
      this.generation = this.keys.generation;
    }
    const caller = this.cache.get(keyOf(token));
    return caller && caller.expiresAt > now ? caller : undefined;
  }

  add(token: string, caller: Caller): void {
    this.cache.set(keyOf(token), caller);
  }
}

/**
 * Not the token itself: a memory dump must not be a bag of tokens. In one call, 0.6 µs against 0.9 µs by `createHash`,
 * whose objects also have to be collected: it runs for each request.
 */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}
