/**
 * The token of an `Authorization` header or field; nothing if it is not a bearer token.
 * @see RFC 6750 §2.1
 */
export const parseBearerToken = (authorization: unknown): string | undefined =>
  typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
