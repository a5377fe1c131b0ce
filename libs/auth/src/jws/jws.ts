import {
  constants,
  createHmac,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  KeyObject,
  timingSafeEqual,
  verify as check,
} from 'node:crypto';

/** Protected header of a JWS. @see RFC 7515 §4.1 */
export interface JwsHeader {
  alg: string;
  kid?: string;
  typ?: string;
  crit?: unknown;
  [parameter: string]: unknown;
}

export interface VerifiedJws {
  header: JwsHeader;
  payload: Buffer;
}

/** A public key as in a JWK set; `kid`, `alg`, `use` and `key_ops` are minded. @see RFC 7517 §4 */
export type Jwk = JsonWebKey & { kid?: string; alg?: string; use?: string; key_ops?: string[] };
export type VerificationKey = Jwk | KeyObject;
/** @see RFC 7517 §5 */
export interface JwkSet {
  keys: readonly Jwk[];
}

/** Why a JWS is refused; `message` is for logs, not for the sender. */
export class JwsError extends Error {
  override readonly name = 'JwsError';
  constructor(
    readonly code:
      'malformed' | 'unsupported' | 'algorithm_not_allowed' | 'ambiguous_keys' | 'no_key' | 'bad_signature',
    message: string,
  ) {
    super(message);
  }
}

interface Algorithm {
  hash: string | null;
  keyType: 'ec' | 'rsa' | 'ed25519' | 'secret';
  curve?: string;
  pss?: boolean;
  minBytes?: number;
}

/** @see RFC 7518 §3.1, RFC 8037 §3.1 */
const algorithmsByName: Record<string, Algorithm> = {
  ES256: { hash: 'sha256', keyType: 'ec', curve: 'prime256v1' },
  ES384: { hash: 'sha384', keyType: 'ec', curve: 'secp384r1' },
  ES512: { hash: 'sha512', keyType: 'ec', curve: 'secp521r1' },
  RS256: { hash: 'sha256', keyType: 'rsa' },
  RS384: { hash: 'sha384', keyType: 'rsa' },
  RS512: { hash: 'sha512', keyType: 'rsa' },
  PS256: { hash: 'sha256', keyType: 'rsa', pss: true },
  PS384: { hash: 'sha384', keyType: 'rsa', pss: true },
  PS512: { hash: 'sha512', keyType: 'rsa', pss: true },
  EdDSA: { hash: null, keyType: 'ed25519' },
  HS256: { hash: 'sha256', keyType: 'secret', minBytes: 32 },
  HS384: { hash: 'sha384', keyType: 'secret', minBytes: 48 },
  HS512: { hash: 'sha512', keyType: 'secret', minBytes: 64 },
};

/** Below this, and a secret shorter than its hash, a signature proves little. @see RFC 7518 §3.2, §3.3 */
const MIN_RSA_BITS = 2048;

/**
 * Checks the signature of a JWS in compact form, and nothing else: what the payload says is for the caller to judge.
 * Synchronous; with a `KeyObject` about 0.1 ms for ES256.
 * @param keys candidates; the header's `kid` chooses among those that have one. Only from where you trust them: a key
 * inside the header (`jwk`, `jku`, `x5u`, `x5c`) is never looked at. Either all are secrets or none is, and each `kid`
 * stands for one key
 * @param options.algorithms what is accepted; the header can't widen it, and `none` is never among it
 * @throws {JwsError}
 * @see RFC 7515 §5.2, RFC 8725 §3.1
 */
export function verify(
  jws: string,
  keys: readonly VerificationKey[] | JwkSet,
  { algorithms }: { algorithms: readonly string[] },
): VerifiedJws {
  const { header, payload, signed, signature } = parse(jws);
  const algorithm =
    algorithms.includes(header.alg) && Object.hasOwn(algorithmsByName, header.alg)
      ? algorithmsByName[header.alg]
      : undefined;
  if (!algorithm) throw new JwsError('algorithm_not_allowed', 'the algorithm is not one of those allowed');
  const all: readonly VerificationKey[] = isJwkSet(keys) ? keys.keys : keys;
  assertUnambiguousKeys(all);
  const candidates = all
    .filter((key) => matchesHeader(key, header))
    .map(toKeyObject)
    .filter((key) => key !== undefined && isUsableFor(key, algorithm)) as KeyObject[];
  if (candidates.length === 0) throw new JwsError('no_key', 'there is no key for it');
  if (!candidates.some((key) => isSignedBy(key, algorithm, signed, signature)))
    throw new JwsError('bad_signature', 'the signature does not match');
  return { header, payload };
}

const isJwkSet = (keys: readonly VerificationKey[] | JwkSet): keys is JwkSet => !Array.isArray(keys);

/**
 * Whoever hands over secrets beside public keys, or two keys by one name, leaves it to the sender which is used.
 * @see RFC 8725 §2.1, RFC 7517 §4.5
 */
function assertUnambiguousKeys(keys: readonly VerificationKey[]): void {
  if (new Set(keys.map(isSecret)).size > 1)
    throw new JwsError('ambiguous_keys', 'secrets and public keys are mixed in one set');
  const names = keys.map((key) => (key instanceof KeyObject ? undefined : key.kid)).filter((kid) => kid !== undefined);
  if (new Set(names).size < names.length) throw new JwsError('ambiguous_keys', 'two keys of the set have one kid');
}

const isSecret = (key: VerificationKey): boolean =>
  key instanceof KeyObject ? key.type === 'secret' : key.kty === 'oct';

interface ParsedJws extends VerifiedJws {
  signed: Buffer;
  signature: Buffer;
}

/**
 * Reads without believing.
 * @throws {JwsError} `malformed`, or `unsupported` where the header demands something (`crit`)
 */
export function parse(jws: string): ParsedJws {
  const parts = jws.split('.');
  if (parts.length !== 3) throw new JwsError('malformed', 'a compact JWS has three parts');
  const [header, payload, signature] = parts.map(decodeBase64url) as [Buffer, Buffer, Buffer];
  return {
    header: parseHeader(header),
    payload,
    signature,
    signed: Buffer.from(jws.slice(0, jws.lastIndexOf('.')), 'latin1'),
  };
}

/** Node reads base64url leniently, but a JWS has exactly one spelling. */
function decodeBase64url(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new JwsError('malformed', 'not base64url as it must be');
  return bytes;
}

function parseHeader(bytes: Buffer): JwsHeader {
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new JwsError('malformed', 'the header is no JSON');
  }
  if (typeof header !== 'object' || header === null || typeof (header as JwsHeader).alg !== 'string')
    throw new JwsError('malformed', 'the header names no algorithm');
  // Nothing that a sender could insist on is implemented here (`b64` among it).
  if ('crit' in header || 'b64' in header) throw new JwsError('unsupported', 'the header demands an extension');
  return header as JwsHeader;
}

function matchesHeader(key: VerificationKey, { alg, kid }: JwsHeader): boolean {
  if (key instanceof KeyObject) return true;
  return (
    (kid === undefined || key.kid === undefined || key.kid === kid) &&
    (key.alg === undefined || key.alg === alg) &&
    (key.use === undefined || key.use === 'sig') &&
    (key.key_ops === undefined || key.key_ops.includes('verify'))
  );
}

function toKeyObject(key: VerificationKey): KeyObject | undefined {
  if (key instanceof KeyObject) return key;
  try {
    if (key.kty === 'oct') return createSecretKey(Buffer.from(String(key.k), 'base64url'));
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function isUsableFor(key: KeyObject, { keyType, curve, minBytes }: Algorithm): boolean {
  if (keyType === 'secret') return key.type === 'secret' && key.symmetricKeySize! >= minBytes!;
  if (key.type === 'secret' || key.asymmetricKeyType !== keyType) return false;
  const { namedCurve, modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {};
  return namedCurve === curve && modulusLength >= MIN_RSA_BITS;
}

function isSignedBy(key: KeyObject, { hash, keyType, pss }: Algorithm, signed: Buffer, signature: Buffer): boolean {
  if (keyType === 'secret') {
    const expected = createHmac(hash!, key).update(signed).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  return check(
    hash,
    signed,
    {
      key,
      dsaEncoding: 'ieee-p1363',
      ...(keyType === 'rsa' && {
        padding: pss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }),
    },
    signature,
  );
}
