import { createPublicKey, createSecretKey, type JsonWebKey, KeyObject } from 'node:crypto';
import { JwsError } from './jws.error';

/** A public key as in a JWK set; `kid`, `alg`, `use` and `key_ops` are respected. @see RFC 7517 §4 */
export type Jwk = JsonWebKey & { kid?: string; alg?: string; use?: string; key_ops?: string[] };
export type VerificationKey = Jwk | KeyObject;
/** @see RFC 7517 §5 */
export interface JwkSet {
  keys: readonly Jwk[];
}

export const keysOf = (keys: readonly VerificationKey[] | JwkSet): readonly VerificationKey[] =>
  isJwkSet(keys) ? keys.keys : keys;

const isJwkSet = (keys: readonly VerificationKey[] | JwkSet): keys is JwkSet => !Array.isArray(keys);

/**
 * With secrets beside public keys, or two keys of one `kid`, the sender would choose which one is used.
 * @throws {JwsError} `ambiguous_keys`
 * @see RFC 8725 §2.1, RFC 7517 §4.5
 */
export function assertUnambiguousKeys(keys: readonly VerificationKey[]): void {
  if (new Set(keys.map(isSecret)).size > 1)
    throw new JwsError('ambiguous_keys', 'secrets and public keys are mixed in one set');
  const kids = keys.map((key) => (key instanceof KeyObject ? undefined : key.kid)).filter((kid) => kid !== undefined);
  if (new Set(kids).size < kids.length) throw new JwsError('ambiguous_keys', 'two keys of the set have one kid');
}

const isSecret = (key: VerificationKey): boolean =>
  key instanceof KeyObject ? key.type === 'secret' : key.kty === 'oct';

/** Whether a key may have signed a JWS of this header. */
export function matchesHeader(key: VerificationKey, { alg, kid }: { alg: string; kid?: string }): boolean {
  if (key instanceof KeyObject) return true;
  return (
    (kid === undefined || key.kid === undefined || key.kid === kid) &&
    (key.alg === undefined || key.alg === alg) &&
    (key.use === undefined || key.use === 'sig') &&
    (key.key_ops === undefined || key.key_ops.includes('verify'))
  );
}

/** @returns nothing if it is not a valid key */
export function toKeyObject(key: VerificationKey): KeyObject | undefined {
  if (key instanceof KeyObject) return key;
  try {
    if (key.kty === 'oct') return createSecretKey(Buffer.from(String(key.k), 'base64url'));
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}
