import { readFileSync } from 'node:fs';

/** What a browser fetches for each new visitor. */
export const MAX_LOGO_BYTES = 200_000;

export interface Logo {
  type: string;
  bytes: Buffer;
}

/** @returns in words what is wrong, for the settings */
export function readLogo(path: string): Logo | string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return 'the file can’t be read';
  }
  if (bytes.length > MAX_LOGO_BYTES) return `the file must not be larger than ${MAX_LOGO_BYTES / 1000} kB`;
  const type = typeOf(bytes);
  return type ? { type, bytes } : 'must be an SVG, PNG, WebP or JPEG file';
}

/** By the content: the name of a file says nothing about it. */
function typeOf(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return 'image/png';
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return /<svg[\s>]/i.test(bytes.toString('utf8', 0, 2000)) ? 'image/svg+xml' : undefined;
}
