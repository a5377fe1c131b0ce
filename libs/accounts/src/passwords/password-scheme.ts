import { createHash } from 'node:crypto';
import type { Settings } from '#platform';
import { isTooCostly } from './schemes/hash-cost';
import { readHash } from './schemes/hash-forms';
import type { StoredHash } from './schemes/stored-hash';

/** What has to be computed to check a password; any of the inputs may be the one that was hashed. */
export interface HashCheck {
  inputs: string[];
  form: StoredHash;
}

/** A hash to be made; `argon2id` where it is not bcrypt of the cost. */
export interface HashTask {
  input: string;
  cost: number;
  argon2id?: { memoryCost: number; timeCost: number; parallelism: number };
}

type SchemeSettings = Pick<Settings, 'PASSWORD_HASH' | 'BCRYPT_COST' | 'ARGON2_MEMORY' | 'ARGON2_PASSES'>;

// No password is longer (the limit is 128 characters), and normalizing 50,000 accents takes half a second.
const MAX_NORMALIZED = 4096;
const BCRYPT_MARKER = 'bcrypt-sha384$';

/** How a hash of today's scheme and cost begins; any other is stale. */
export function hashPrefix({ PASSWORD_HASH, BCRYPT_COST, ARGON2_MEMORY, ARGON2_PASSES }: SchemeSettings): string {
  return PASSWORD_HASH === 'argon2id'
    ? `$argon2id$v=19$m=${ARGON2_MEMORY * 1024},t=${ARGON2_PASSES},p=1$`
    : `${BCRYPT_MARKER}$2b$${String(BCRYPT_COST).padStart(2, '0')}$`;
}

/** A well-formed hash of nothing, of today's scheme and cost: all it is for is to be compared with. */
export function dummyHash(settings: SchemeSettings): string {
  const rest = settings.PASSWORD_HASH === 'argon2id' ? `${'A'.repeat(22)}$${'A'.repeat(43)}` : '.'.repeat(53);
  return hashPrefix(settings) + rest;
}

export function hashTaskOf(password: string, settings: SchemeSettings): HashTask {
  const { PASSWORD_HASH, BCRYPT_COST: cost, ARGON2_MEMORY, ARGON2_PASSES } = settings;
  if (PASSWORD_HASH === 'bcrypt') return { input: bcryptInput(password), cost };
  const argon2id = { memoryCost: ARGON2_MEMORY * 1024, timeCost: ARGON2_PASSES, parallelism: 1 };
  return { input: normalized(password), cost, argon2id };
}

/** @param hash what bcrypt or argon2 wrote for the task */
export function formatHash(hash: string): string {
  return hash.startsWith('$argon2') ? hash : BCRYPT_MARKER + hash;
}

/**
 * What bcrypt gets in today's scheme: base64 of SHA-384 is 64 characters and no NUL, so that nothing is cut at
 * bcrypt's 72 bytes. NFC, since keyboards differ in how they compose é.
 */
export function bcryptInput(password: string): string {
  return createHash('sha384').update(normalized(password)).digest('base64');
}

/**
 * How to check a password against a stored hash: ours, or one of those that docs/import.md lists.
 * @returns undefined if the hash is of no known form, or would cost too much
 */
export function hashCheckOf(password: string, stored: string): HashCheck | undefined {
  const form = readHash(stored);
  return form && !isTooCostly(form) ? { inputs: inputsOf(password, form), form } : undefined;
}

/** Why no password could be checked against a hash. @returns undefined where one can */
export function hashFault(stored: string): 'unknown_form' | 'too_costly' | undefined {
  const form = readHash(stored);
  if (!form) return 'unknown_form';
  return isTooCostly(form) ? 'too_costly' : undefined;
}

function inputsOf(password: string, form: StoredHash): string[] {
  const preparation = form.scheme === 'bcrypt' ? form.preparation : 'none';
  if (preparation === 'ours') return [bcryptInput(password)];
  const variants = inputVariants(password);
  if (preparation === 'none') return variants;
  return variants.map((text) => createHash('sha256').update(text).digest('hex'));
}

/** Others hash what was typed, be it composed or not; where that makes a difference, both are tried. Ours are composed. */
function inputVariants(password: string): string[] {
  return [...new Set([normalized(password), password])];
}

function normalized(password: string): string {
  return password.length > MAX_NORMALIZED ? password : password.normalize('NFC');
}
