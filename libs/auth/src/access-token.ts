import type { Claims } from './authorization-state';

/** One algorithm, fixed here and never read from a token. @see RFC 8725 §3.1 */
export const ACCESS_TOKEN_ALGORITHM = 'ES256';
/** Tells an access token from every other kind of JWT. @see RFC 9068 §2.1 */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

interface CommonPayload {
  iss: string;
  aud: string;
  sub: string;
  exp: number;
  iat: number;
  jti: string;
  client_id: string;
}

/** Payload of a user's access token. @see RFC 9068 §2.2 */
export interface AccessTokenPayload extends CommonPayload {
  sid: string;
  roles: string[];
  email_verified: boolean;
  /**
   * Generation of the refresh token that it was issued with: how often the session had been refreshed. Of use to the
   * issuer alone. Absent in tokens of version 0.1.
   */
  generation?: number;
}

/** Payload of a service's access token; `sub` is its `client_id`. @see RFC 9068 §2.2, RFC 6749 §4.4 */
export interface ServiceTokenPayload extends CommonPayload {
  /** Names, with a space between. @see RFC 6749 §3.3 */
  scope: string;
}

interface TokenInfo {
  clientId: string;
  tokenId: string;
  /** `kid` of the key that signed the token. */
  keyId: string;
  /** Milliseconds since 1970. */
  issuedAt: number;
  /** As the token says; it may end before (`AuthorizationState.tokenExpiry`). Milliseconds since 1970. */
  expiresAt: number;
}

/** The user who makes a request, as an access token said and `AuthorizationState` corrected. */
export interface Principal extends Claims, TokenInfo {
  /** Of use to the issuer alone; absent where the token does not say it. */
  generation?: number;
}

/** The service that makes a request for itself: it has no user and no role, but scopes. */
export interface ServicePrincipal extends TokenInfo {
  scopes: readonly string[];
}

export type Caller = Principal | ServicePrincipal;

export const isService = (caller: Caller): caller is ServicePrincipal => 'scopes' in caller;

/** @returns nothing where the payload is that of no access token, however well it was signed */
export function toCaller(
  payload: Partial<AccessTokenPayload & ServiceTokenPayload>,
  keyId: string,
): Caller | undefined {
  const { sub, sid, exp, iat, jti, client_id, roles, email_verified, generation, scope } = payload;
  if (!isUuid(jti) || !isClientId(client_id) || !Number.isFinite(exp) || !Number.isFinite(iat)) return undefined;
  const bearer: TokenInfo = {
    clientId: client_id,
    tokenId: jti,
    keyId,
    issuedAt: iat! * 1000,
    expiresAt: exp! * 1000,
  };
  if (sid === undefined)
    return sub === client_id && typeof scope === 'string' && roles === undefined
      ? { ...bearer, scopes: scope.split(' ').filter(Boolean) }
      : undefined;
  const hasRoles = Array.isArray(roles) && roles.every(isUuid);
  return isUuid(sub) && isUuid(sid) && typeof email_verified === 'boolean' && hasRoles && isGeneration(generation)
    ? { ...bearer, userId: sub, sessionId: sid, roleIds: roles, emailVerified: email_verified, generation }
    : undefined;
}

/** They are asked for in a database, which takes nothing else for an id. */
const isUuid = (claim: unknown): claim is string =>
  typeof claim === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(claim);

/** @see RFC 6749 §A.1: visible ASCII; every store can hold it */
const isClientId = (claim: unknown): claim is string => typeof claim === 'string' && /^[\x20-\x7e]{1,255}$/.test(claim);

const isGeneration = (claim: unknown): boolean =>
  claim === undefined || (Number.isSafeInteger(claim) && (claim as number) >= 0);
