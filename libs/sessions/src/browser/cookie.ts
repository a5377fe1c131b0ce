/** Browsers drop a cookie whose name and value are longer together. @see RFC 6265bis §5.6 */
const MAX_COOKIE_BYTES = 4096;

/** Tokens are base64url and dots; what has other characters was not set by this service. */
const TOKEN = /^[\w.-]+$/;

/**
 * All values that a `Cookie` header has under a name. More than one means that another host has set some of them, since
 * the path and host of ours are fixed.
 */
export function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

export function isTokenValue(value: string): boolean {
  return TOKEN.test(value);
}

/**
 * A `Set-Cookie` header for this host alone, out of reach of scripts.
 * @param maxAge seconds; 0 removes the cookie
 * @see RFC 6265bis §4.1.3.2: `__Host-` requires Secure, Path=/ and no Domain
 */
export function serializeCookie(name: string, value: string, { maxAge, secure }: { maxAge: number; secure: boolean }) {
  if (name.length + value.length > MAX_COOKIE_BYTES || !(value === '' || isTokenValue(value)))
    throw new Error(`The value of the cookie ${name} can not be stored.`);
  return [
    `${name}=${value}`,
    `Max-Age=${maxAge}`,
    'Path=/',
    'HttpOnly',
    ...(secure ? ['Secure'] : []),
    'SameSite=Strict',
  ].join('; ');
}
