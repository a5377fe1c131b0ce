/**
 * A stored hash, read: what has to be computed to check a password against it. Binary values are in base64. Strings,
 * since it is sent to a thread.
 */
export type StoredHash = BcryptHash | Argon2Hash | Pbkdf2Hash | ScryptHash | FirebaseScryptHash;

export interface BcryptHash {
  scheme: 'bcrypt';
  cost: number;
  /** As bcrypt writes it, `$2b$…`. */
  hash: string;
  /** What was done with the password before. */
  preparation: 'ours' | 'sha256-hex' | 'none';
}

export interface Argon2Hash {
  scheme: 'argon2';
  memoryKib: number;
  passes: number;
  lanes: number;
  /** @see https://github.com/P-H-C/phc-string-format */
  phc: string;
}

export interface Pbkdf2Hash {
  scheme: 'pbkdf2';
  digest: 'sha1' | 'sha256' | 'sha512';
  iterations: number;
  salt: string;
  key: string;
}

interface ScryptCost {
  /** A power of two. */
  n: number;
  r: number;
  p: number;
}

export interface ScryptHash extends ScryptCost {
  scheme: 'scrypt';
  salt: string;
  key: string;
}

export interface FirebaseScryptHash extends ScryptCost {
  scheme: 'firebase-scrypt';
  salt: string;
  separator: string;
  signerKey: string;
  key: string;
}
