import type { AssuranceLevel, AuthenticationMethod } from './authentication';

/** The only accepted algorithm; never read from a token. @see RFC 8725 §3.1 */
export const ACCESS_TOKEN_ALGORITHM = 'ES256';
/** Distinguishes an access token from every other kind of JWT. @see RFC 9068 §2.1 */
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
  /** Whether the user has a second factor. Absent in tokens of version 0.1, as the three below. */
  mfa_enrolled?: boolean;
  /** When the user has last authenticated; seconds since 1970. @see RFC 9470 §6.1 */
  auth_time?: number;
  /** @see RFC 8176 */
  amr?: AuthenticationMethod[];
  acr?: AssuranceLevel;
  /**
   * Generation of the refresh token that was issued with it: how often the session had been refreshed. Only the issuer
   * uses it. Absent in tokens of version 0.1.
   */
  generation?: number;
}

/** Payload of a service's access token; `sub` is its `client_id`. @see RFC 9068 §2.2, RFC 6749 §4.4 */
export interface ServiceTokenPayload extends CommonPayload {
  /** Scope names, separated by spaces. @see RFC 6749 §3.3 */
  scope: string;
}
