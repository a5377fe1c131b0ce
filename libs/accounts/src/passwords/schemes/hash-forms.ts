import { Buffer } from 'node:buffer';
import type { Argon2Hash, BcryptHash, FirebaseScryptHash, Pbkdf2Hash, ScryptHash, StoredHash } from './stored-hash';

const number = String.raw`([1-9]\d{0,9})`;
const base64 = (least: number, most: number) => `([A-Za-z\\d+/]{${least},${most}}={0,2})`;
/** Of a key or a digest: 16 to 128 bytes. */
const key = base64(22, 172);

/** Ours, Django's, Auth0's, Supabase's, or another program's: bcrypt with what comes before it. */
const bcryptForm = /^(bcrypt-sha384\$|bcrypt_sha256\$|bcrypt\$|)\$2[aby](\$(\d\d)\$[./A-Za-z\d]{53})$/;
/** PHC strings, and Django's, which begin with `argon2`. */
const argon2Form = new RegExp(
  String.raw`^(?:argon2)?(\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?m=${number},t=${number},p=${number}\$${base64(11, 128)}\$${key})$`,
);
/** Django: a salt of text. */
const djangoPbkdf2Form = new RegExp(String.raw`^pbkdf2_(sha1|sha256)\$${number}\$([^$]{1,128})\$${key}$`);
/** PHC strings: a salt of bytes. Keycloak's are imported as such. */
const phcPbkdf2Form = new RegExp(
  String.raw`^\$pbkdf2(?:-(sha1|sha256|sha512))?\$i=${number}\$${base64(4, 172)}\$${key}$`,
);
/** Django: a salt of text. */
const djangoScryptForm = new RegExp(String.raw`^scrypt\$${number}\$([^$]{1,128})\$${number}\$${number}\$${key}$`);
/** As Supabase stores those that it took over from Firebase: `n` is the exponent, `sk` the project's signer key. */
const firebaseForm = new RegExp(
  String.raw`^\$fbscrypt\$v=1,n=([1-9]\d?),r=${number},p=${number},ss=${base64(0, 64)},sk=${base64(43, 128)}\$${base64(2, 128)}\$${key}$`,
);

/** Whatever the cost. @returns undefined if the text is of no known form */
export function readHash(stored: string): StoredHash | undefined {
  for (const read of readers) {
    const hash = read(stored);
    if (hash) return hash;
  }
  return undefined;
}

const readers: ((stored: string) => StoredHash | undefined)[] = [
  readBcrypt,
  readArgon2,
  readDjangoPbkdf2,
  readPhcPbkdf2,
  readDjangoScrypt,
  readFirebaseScrypt,
];

const preparations = { 'bcrypt-sha384$': 'ours', bcrypt_sha256$: 'sha256-hex' } as const;

function readBcrypt(stored: string): BcryptHash | undefined {
  const [, marker, rest, cost] = bcryptForm.exec(stored) ?? [];
  // The least that bcrypt has.
  if (!rest || Number(cost) < 4) return undefined;
  const preparation = preparations[marker as keyof typeof preparations] ?? 'none';
  // $2y$ is PHP's name of $2b$, and $2a$ means the same in every bcrypt that is not broken; npm's bcrypt doesn't know
  // the first, and takes the length of a password modulo 256 for the second.
  return { scheme: 'bcrypt', cost: Number(cost), hash: `$2b${rest}`, preparation };
}

function readArgon2(stored: string): Argon2Hash | undefined {
  const [, phc, memory, passes, lanes] = argon2Form.exec(stored) ?? [];
  if (!phc) return undefined;
  const hash = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  // RFC 9106: 8 KiB are the least of a lane.
  if (hash.lanes > 255 || hash.memoryKib < 8 * hash.lanes) return undefined;
  if (!phc.split('$').slice(-2).every(isCanonical)) return undefined;
  return { scheme: 'argon2', ...hash, phc };
}

function readDjangoPbkdf2(stored: string): Pbkdf2Hash | undefined {
  const [, digest, iterations, salt, key] = djangoPbkdf2Form.exec(stored) ?? [];
  return salt && key ? toPbkdf2(digest!, iterations!, ofText(salt), key) : undefined;
}

function readPhcPbkdf2(stored: string): Pbkdf2Hash | undefined {
  const [, digest = 'sha1', iterations, salt, key] = phcPbkdf2Form.exec(stored) ?? [];
  return salt && key ? toPbkdf2(digest, iterations!, salt, key) : undefined;
}

function toPbkdf2(digest: string, iterations: string, salt: string, key: string): Pbkdf2Hash {
  return { scheme: 'pbkdf2', digest: digest as Pbkdf2Hash['digest'], iterations: Number(iterations), salt, key };
}

function readDjangoScrypt(stored: string): ScryptHash | undefined {
  const [, n, salt, r, p, key] = djangoScryptForm.exec(stored) ?? [];
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  return salt && key && isPossible(cost) ? { scheme: 'scrypt', ...cost, salt: ofText(salt), key } : undefined;
}

function readFirebaseScrypt(stored: string): FirebaseScryptHash | undefined {
  const [, exponent, r, p, separator, signerKey, salt, key] = firebaseForm.exec(stored) ?? [];
  const cost = { n: 2 ** Number(exponent), r: Number(r), p: Number(p) };
  if (!signerKey || !salt || !key || lengthOf(signerKey) !== lengthOf(key) || !isPossible(cost)) return undefined;
  return { scheme: 'firebase-scrypt', ...cost, salt, separator: separator ?? '', signerKey, key };
}

const ofText = (salt: string) => Buffer.from(salt).toString('base64');
const lengthOf = (base64: string) => Buffer.from(base64, 'base64').length;

/** The only spelling of the bytes, and without padding: argon2 reads no other. */
const isCanonical = (base64: string) => Buffer.from(base64, 'base64').toString('base64').replaceAll('=', '') === base64;

/** @see RFC 7914, section 2 */
const isPossible = ({ n, r }: { n: number; r: number }) =>
  n > 1 && Number.isInteger(Math.log2(n)) && Math.log2(n) < 16 * r;
