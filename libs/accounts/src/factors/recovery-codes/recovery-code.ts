import { createHash, randomInt } from 'node:crypto';

/** Letters and digits that are not mistaken for each other; 32, so that a character has 5 bits. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz0';
/** 120 bits: more than the 112 from which a plain hash is enough. @see ASVS 5.0 6.5.2 */
const LENGTH = 24;
const GROUP = /.{4}(?=.)/g;

/** Such as `k7m2-x9qf-4wab-…`: six groups of four. */
export function newRecoveryCode(): string {
  const characters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return characters.join('').replace(GROUP, '$&-');
}

/** Users may type it in capitals, with spaces or without dashes. `o` can only mean zero, `i` and `l` are in no code. */
export function hashOfRecoveryCode(code: string): Buffer {
  const canonical = code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0');
  return createHash('sha256').update(canonical).digest();
}
