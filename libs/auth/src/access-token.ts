import type { Claims } from './authorization-state';

/** One algorithm, fixed here and never read from a token. @see RFC 8725 §3.1 */
export const ACCESS_TOKEN_ALGORITHM = 'ES256';
/** Tells an access token from every other kind of JWT. @see RFC 9068 §2.1 */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** Payload of an access token. @see RFC 9068 §2.2 */
export interface AccessTokenPayload {
  iss: string;
  aud: string;
  sub: string;
  exp: number;
  iat: number;
  jti: string;
  client_id: string;
  sid: string;
  roles: string[];
  email_verified: boolean;
}

/** Who makes a request, as an access token said and `AuthorizationState` corrected. */
export interface Principal extends Claims {
  clientId: string;
  tokenId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** @returns nothing where the payload is not that of an access token, however well it was signed */
export function principalOf(payload: Partial<AccessTokenPayload>): Principal | undefined {
  const { sub, sid, exp, jti, client_id, roles, email_verified } = payload;
  const complete =
    [sub, sid, jti, client_id].every((claim) => typeof claim === 'string' && claim !== '') &&
    typeof exp === 'number' &&
    typeof payload.iat === 'number' &&
    typeof email_verified === 'boolean' &&
    Array.isArray(roles) &&
    roles.every((role) => typeof role === 'string');
  if (!complete) return undefined;
  return {
    userId: sub!,
    sessionId: sid!,
    clientId: client_id!,
    tokenId: jti!,
    roleIds: roles,
    emailVerified: email_verified,
    expiresAt: exp * 1000,
  };
}
