import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, in base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a random token: it can't be guessed, so a plain SHA-256 without a salt is enough. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();
