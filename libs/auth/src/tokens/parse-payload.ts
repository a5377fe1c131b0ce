import type { AccessTokenPayload, ServiceTokenPayload } from './access-token';
import type { Authentication } from './authentication';
import type { Caller, TokenInfo } from './caller';

export type UnverifiedPayload = Partial<AccessTokenPayload & ServiceTokenPayload> & { nbf?: unknown };

/** @returns nothing if the payload is not that of an access token; a valid signature alone is not enough */
export function parsePayload(payload: UnverifiedPayload, keyId: string): Caller | undefined {
  const { sid, exp, iat, jti, client_id } = payload;
  if (!isUuid(jti) || !isClientId(client_id) || !Number.isFinite(exp) || !Number.isFinite(iat)) return undefined;
  const token = { clientId: client_id, tokenId: jti, keyId, issuedAt: iat! * 1000, expiresAt: exp! * 1000 };
  return sid === undefined ? parseService(payload, token) : parseUser(payload, token);
}

function parseService({ sub, client_id, scope, roles }: UnverifiedPayload, token: TokenInfo): Caller | undefined {
  return sub === client_id && typeof scope === 'string' && roles === undefined
    ? { ...token, scopes: scope.split(' ').filter(Boolean) }
    : undefined;
}

function parseUser(payload: UnverifiedPayload, token: TokenInfo): Caller | undefined {
  const { sub, sid, roles, email_verified, mfa_enrolled = false, generation } = payload;
  const authentication = parseAuthentication(payload);
  if (typeof mfa_enrolled !== 'boolean' || !authentication) return undefined;
  const hasRoles = Array.isArray(roles) && roles.every(isUuid);
  return isUuid(sub) && isUuid(sid) && typeof email_verified === 'boolean' && hasRoles && isGeneration(generation)
    ? {
        ...token,
        ...authentication,
        userId: sub,
        sessionId: sid,
        roleIds: roles,
        emailVerified: email_verified,
        mfaEnrolled: mfa_enrolled,
        generation,
      }
    : undefined;
}

/** Tokens of version 0.1 have none of these claims. An unknown `acr` or `amr` may be one of a later version. */
function parseAuthentication({ auth_time = 0, amr = [], acr }: UnverifiedPayload): Authentication | undefined {
  const isTime = Number.isFinite(auth_time) && auth_time >= 0;
  const isContext = acr === undefined || typeof acr === 'string';
  return isTime && isContext && isListOfTexts(amr) ? { authenticatedAt: auth_time * 1000, methods: amr } : undefined;
}

/** Ids are used in database queries, and PostgreSQL rejects any other text as a uuid. */
const isUuid = (claim: unknown): claim is string =>
  typeof claim === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(claim);

/** @see RFC 6749 §A.1: visible ASCII */
const isClientId = (claim: unknown): claim is string => typeof claim === 'string' && /^[\x20-\x7e]{1,255}$/.test(claim);

const isListOfTexts = (claim: unknown) => Array.isArray(claim) && claim.every((entry) => typeof entry === 'string');

const isGeneration = (claim: unknown): claim is number | undefined =>
  claim === undefined || (Number.isSafeInteger(claim) && (claim as number) >= 0);
