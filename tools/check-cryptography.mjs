/** Compares docs/cryptography.md with the code: every file that uses cryptography is listed, and no weak hash is used. */
import { readdirSync, readFileSync } from 'node:fs';

const PACKAGES =
  /from '(?:node:crypto|node:tls|bcrypt|@node-rs\/argon2|jsonwebtoken|@nestjs\/jwt|web-push|jose|otpauth|altcha-lib|@simplewebauthn\/[\w-]+)'|(?:require|import)\('(?:node:crypto|bcrypt|@node-rs\/argon2|web-push|@simplewebauthn\/server)'\)/;
/** Broken, or without authentication. */
const WEAK = /create(?:Hash|Hmac)\('(?:md5|sha1)'|create(?:Dec|C)ipheriv\('(?!aes-\d+-gcm')|rejectUnauthorized: false/i;
const WEAK_ALLOWED = new Set([
  // Lists of breached passwords are published as SHA-1: here it finds an entry and protects nothing.
  'libs/accounts/src/breached-passwords/hash-key.ts',
  // Firebase's hash is what its cipher makes of a known key.
  'libs/accounts/src/passwords/firebase-scrypt.js',
]);
const page = 'docs/cryptography.md';

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((path) => /\/src\/.*\.(ts|js)$/.test(path) && !/\.(spec|fake|contract)\.ts$|\/testing\//.test(path)),
);
const using = sources.filter((path) => PACKAGES.test(readFileSync(path, 'utf8')));
const listed = new Set([...readFileSync(page, 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(([, path]) => path));

const faults = [
  ...using.filter((path) => !listed.has(path)).map((path) => `${path} uses cryptography, and ${page} does not list it`),
  ...[...listed].filter((path) => !using.includes(path)).map((path) => `${page}: ${path} uses no cryptography`),
  ...sources
    .filter((path) => !WEAK_ALLOWED.has(path) && WEAK.test(readFileSync(path, 'utf8')))
    .map((path) => `${path} uses a weak algorithm`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
