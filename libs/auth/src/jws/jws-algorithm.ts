import { constants, createHmac, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

export interface JwsAlgorithm {
  hash: string | null;
  keyType: 'ec' | 'rsa' | 'ed25519' | 'secret';
  curve?: string;
  pss?: boolean;
  minBytes?: number;
}

/** @see RFC 7518 §3.1, RFC 8037 §3.1 */
const algorithms = new Map<string, JwsAlgorithm>([
  ['ES256', { hash: 'sha256', keyType: 'ec', curve: 'prime256v1' }],
  ['ES384', { hash: 'sha384', keyType: 'ec', curve: 'secp384r1' }],
  ['ES512', { hash: 'sha512', keyType: 'ec', curve: 'secp521r1' }],
  ['RS256', { hash: 'sha256', keyType: 'rsa' }],
  ['RS384', { hash: 'sha384', keyType: 'rsa' }],
  ['RS512', { hash: 'sha512', keyType: 'rsa' }],
  ['PS256', { hash: 'sha256', keyType: 'rsa', pss: true }],
  ['PS384', { hash: 'sha384', keyType: 'rsa', pss: true }],
  ['PS512', { hash: 'sha512', keyType: 'rsa', pss: true }],
  ['EdDSA', { hash: null, keyType: 'ed25519' }],
  ['HS256', { hash: 'sha256', keyType: 'secret', minBytes: 32 }],
  ['HS384', { hash: 'sha384', keyType: 'secret', minBytes: 48 }],
  ['HS512', { hash: 'sha512', keyType: 'secret', minBytes: 64 }],
]);

/** Shorter RSA keys, and secrets shorter than the hash, are too weak. @see RFC 7518 §3.2, §3.3 */
const MIN_RSA_BITS = 2048;

export const findAlgorithm = (name: string): JwsAlgorithm | undefined => algorithms.get(name);

export function isUsableFor(key: KeyObject, { keyType, curve, minBytes }: JwsAlgorithm): boolean {
  if (keyType === 'secret') return key.type === 'secret' && key.symmetricKeySize! >= minBytes!;
  if (key.type === 'secret' || key.asymmetricKeyType !== keyType) return false;
  const { namedCurve, modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {};
  return namedCurve === curve && modulusLength >= MIN_RSA_BITS;
}

export function isSignatureValid(key: KeyObject, algorithm: JwsAlgorithm, signed: Buffer, signature: Buffer): boolean {
  const { hash, keyType } = algorithm;
  if (keyType === 'secret') {
    const expected = createHmac(hash!, key).update(signed).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  const padding = keyType === 'rsa' ? rsaPadding(algorithm) : undefined;
  return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363', ...padding }, signature);
}

const rsaPadding = ({ pss }: JwsAlgorithm) => ({
  padding: pss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
});
