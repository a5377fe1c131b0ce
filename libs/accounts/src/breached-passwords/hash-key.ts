import { createHash } from 'node:crypto';

/** Hexadecimal digits of a SHA-1 that the list keeps: 52 bits, as many as a number holds exactly. */
export const KEY_DIGITS = 13;

/** The list is divided by the first 8 bits of the key, so that no step works on more than a 256th of it. */
export const SEGMENTS = 256;

/** Bits of a key that remain within its segment. */
export const KEY_BITS_IN_SEGMENT = 44;

const SEGMENT_SIZE = 2 ** KEY_BITS_IN_SEGMENT;

export const segmentOf = (key: number): number => Math.floor(key / SEGMENT_SIZE);

export const withinSegment = (key: number): number => key % SEGMENT_SIZE;

/** Breach lists identify a password by the SHA-1 of its UTF-8 bytes. It is a key for the look-up only. */
export function keyOfPassword(password: string): number {
  return Number.parseInt(createHash('sha1').update(password, 'utf8').digest('hex').slice(0, KEY_DIGITS), 16);
}
