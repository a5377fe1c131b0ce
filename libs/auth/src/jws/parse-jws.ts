import { JwsError } from './jws.error';

/** Protected header of a JWS. @see RFC 7515 §4.1 */
export interface JwsHeader {
  alg: string;
  kid?: string;
  typ?: string;
  crit?: unknown;
  [parameter: string]: unknown;
}

export interface ParsedJws {
  header: JwsHeader;
  payload: Buffer;
  /** The bytes that the signature covers. */
  signed: Buffer;
  signature: Buffer;
}

/**
 * Parses a JWS in compact form; does not check its signature.
 * @throws {JwsError} `malformed`, or `unsupported` if the header requires an extension (`crit`)
 */
export function parseJws(jws: string): ParsedJws {
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

/** Node decodes base64url leniently, but a JWS has exactly one encoding. */
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
  // No extension is implemented (`b64` is one).
  if ('crit' in header || 'b64' in header) throw new JwsError('unsupported', 'the header demands an extension');
  return header as JwsHeader;
}
