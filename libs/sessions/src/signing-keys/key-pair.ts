import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Public members of an elliptic-curve key. @see RFC 7518 §6.2 */
export type PublicJwk = Record<'kty' | 'crv' | 'x' | 'y', string>;

/** As in the key set. @see RFC 7517 §4 */
export type PublishedKey = PublicJwk & { kid: string; use: 'sig'; alg: 'ES256' };

export interface KeyPair {
  kid: string;
  publicJwk: PublicJwk;
  /** PKCS #8 in PEM. */
  privateKey: string;
}

/** A key pair for ES256 (P-256). */
export function generateKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
  return {
    kid: thumbprint(publicJwk),
    publicJwk,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

export function publishedKey({ kid, key }: { kid: string; key: KeyObject }): PublishedKey {
  const { kty, crv, x, y } = key.export({ format: 'jwk' }) as PublicJwk;
  return { kty, crv, x, y, kid, use: 'sig', alg: 'ES256' };
}

/** @see RFC 7638 §3.2: the required members in this order, without white space */
export function thumbprint({ crv, kty, x, y }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
