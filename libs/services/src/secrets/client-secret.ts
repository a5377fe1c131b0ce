import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Of a service, without expired ones. */
export const MAX_SECRETS = 5;

/** 256 random bits can't be guessed, so a plain SHA-256 is enough. */
export function generateSecret(): { secret: string; hash: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashOf(secret) };
}

/** What a secret is compared with where there is none; SHA-256 of nothing that anybody could find. */
const NO_HASH = Buffer.alloc(32);

/**
 * Which of the hashes is the secret's. Takes the same work however many there are, and whichever it is.
 * @returns its index, or nothing
 */
export function findMatchingHash(secret: string, hashes: readonly Buffer[]): number | undefined {
  const hash = hashOf(secret);
  let found: number | undefined;
  for (let index = 0; index < MAX_SECRETS; index++) if (timingSafeEqual(hash, hashes[index] ?? NO_HASH)) found = index;
  return found;
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
