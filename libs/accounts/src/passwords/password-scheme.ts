import { createHash } from 'node:crypto';

/** What has to be computed to check a password; any of the inputs may be the one that was hashed. */
export interface HashCheck {
  inputs: string[];
  bcrypt?: string;
  pbkdf2?: { iterations: number; salt: string; key: string };
}

// Costs up to 16, as BCRYPT_COST: a stored cost of 31 would keep a thread busy for a day and a half.
const bcryptForm = /^(bcrypt-sha384\$|bcrypt_sha256\$|)\$2[aby](\$(?:0[4-9]|1[0-6])\$[./A-Za-z\d]{53})$/;
const pbkdf2Form = /^pbkdf2_sha256\$(\d{1,8})\$([^$]{1,128})\$([A-Za-z\d+/]{43}=)$/;

// About 2 s of a core; the default of Django 5.2 is 1 million.
const MAX_ITERATIONS = 10_000_000;

// No password is longer (the limit is 128 characters), and normalizing 50,000 accents takes half a second.
const MAX_NORMALIZED = 4096;

/** How a hash of today's scheme and cost begins: our marker, then what bcrypt writes. */
export function hashPrefix(cost: number): string {
  return `bcrypt-sha384$$2b$${String(cost).padStart(2, '0')}$`;
}

export function formatHash(bcrypt: string): string {
  return `bcrypt-sha384$${bcrypt}`;
}

/**
 * What bcrypt gets in today's scheme: base64 of SHA-384 is 64 characters and no NUL, so that nothing is cut at
 * bcrypt's 72 bytes. NFC, since keyboards differ in how they compose é.
 */
export function bcryptInput(password: string): string {
  return createHash('sha384').update(normalized(password)).digest('base64');
}

/**
 * How to check a password against a stored hash: ours, Django's `pbkdf2_sha256` and `bcrypt_sha256`, or plain bcrypt.
 * @returns undefined if the hash is of no such form
 */
export function hashCheckOf(password: string, stored: string): HashCheck | undefined {
  const [, marker, bcrypt] = bcryptForm.exec(stored) ?? [];
  // $2y$ is PHP's name of $2b$, and $2a$ means the same in every bcrypt that is not broken; npm's bcrypt doesn't know
  // the first, and takes the length of a password modulo 256 for the second.
  if (bcrypt) return { inputs: bcryptInputs(password, marker), bcrypt: `$2b${bcrypt}` };

  const [, iterations, salt, key] = pbkdf2Form.exec(stored) ?? [];
  if (!salt || !key || Number(iterations) < 1 || Number(iterations) > MAX_ITERATIONS) return undefined;
  return { inputs: inputVariants(password), pbkdf2: { iterations: Number(iterations), salt, key } };
}

function bcryptInputs(password: string, marker: string | undefined): string[] {
  if (marker === 'bcrypt-sha384$') return [bcryptInput(password)];
  if (marker === 'bcrypt_sha256$')
    return inputVariants(password).map((text) => createHash('sha256').update(text).digest('hex'));
  return inputVariants(password);
}

/** The other schemes hash what was typed, be it composed or not; where that makes a difference, both are tried. */
function inputVariants(password: string): string[] {
  return [...new Set([password, normalized(password)])];
}

function normalized(password: string): string {
  return password.length > MAX_NORMALIZED ? password : password.normalize('NFC');
}
