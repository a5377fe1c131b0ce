import { timingSafeEqual } from 'node:crypto';
import { hashOfToken, newToken } from '#platform';

/** Of a service, without expired ones. */
export const MAX_SECRETS = 5;

export function generateSecret(): { secret: string; hash: Buffer } {
  const secret = newToken();
  return { secret, hash: hashOfToken(secret) };
}

/** What a secret is compared with where there is none; no known input has this SHA-256. */
const NO_HASH = Buffer.alloc(32);

/**
 * Which of the hashes is the secret's. Takes the same work however many there are, and whichever it is.
 * @returns its index, or nothing
 */
export function findMatchingHash(secret: string, hashes: readonly Buffer[]): number | undefined {
  const hash = hashOfToken(secret);
  let found: number | undefined;
  for (let index = 0; index < MAX_SECRETS; index++) if (timingSafeEqual(hash, hashes[index] ?? NO_HASH)) found = index;
  return found;
}
