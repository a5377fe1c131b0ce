import type { StoredHash } from './stored-hash';

/** A stored hash that takes longer would keep a thread from others: bcrypt of cost 31 takes a day and a half. */
const MAX_MS = 5000;
const MAX_MEMORY_KIB = 256 * 1024;

/** Of one core, measured; each step of the cost doubles it. */
const BCRYPT_MS_AT_COST_12 = 260;
/** Argon2, of one MiB in one pass. */
const ARGON2_MS_PER_MIB = 0.66;
/** PBKDF2, of 1,000 iterations that make one digest. */
const PBKDF2_MS = { sha1: 0.38, sha256: 0.38, sha512: 1.3 };
const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 };
/** Scrypt, of 1,000 blocks of 128 bytes. */
const SCRYPT_MS = 0.8;

export const bcryptMs = (cost: number): number => BCRYPT_MS_AT_COST_12 * 2 ** (cost - 12);
export const argon2Ms = (memoryKib: number, passes: number): number => (ARGON2_MS_PER_MIB * memoryKib * passes) / 1024;

/** About how long one check takes, where it was measured. */
export function hashMs(hash: StoredHash): number {
  switch (hash.scheme) {
    case 'bcrypt':
      return bcryptMs(hash.cost);
    case 'argon2':
      return argon2Ms(hash.memoryKib, hash.passes);
    case 'pbkdf2': {
      const digests = Math.ceil((hash.key.length * 3) / 4 / DIGEST_BYTES[hash.digest]);
      return (PBKDF2_MS[hash.digest] * hash.iterations * digests) / 1000;
    }
    default:
      return (SCRYPT_MS * hash.n * hash.r * hash.p) / 1000;
  }
}

export function isTooCostly(hash: StoredHash): boolean {
  return hashMs(hash) > MAX_MS || memoryKib(hash) > MAX_MEMORY_KIB;
}

function memoryKib(hash: StoredHash): number {
  if (hash.scheme === 'argon2') return hash.memoryKib;
  return hash.scheme === 'scrypt' || hash.scheme === 'firebase-scrypt' ? ((hash.n + hash.p) * hash.r) / 8 : 0;
}
