import type { Authentication } from './authentication';

/** What a user's token claims, or what holds instead after a change. */
export interface Claims {
  userId: string;
  sessionId: string;
  roleIds: readonly string[];
  emailVerified: boolean;
  /** Whether the user has a second factor. */
  mfaEnrolled: boolean;
}

export interface TokenInfo {
  clientId: string;
  tokenId: string;
  /** `kid` of the key that signed the token. */
  keyId: string;
  /** Milliseconds since 1970. */
  issuedAt: number;
  /** As in the token; it may expire earlier (`AuthorizationState.tokenExpiry`). Milliseconds since 1970. */
  expiresAt: number;
}

/** The user who makes a request: the claims of the access token, corrected by `AuthorizationState`. */
export interface Principal extends Claims, TokenInfo, Authentication {
  /** Only the issuer uses it; absent where the token has no such claim. */
  generation?: number;
}

/** The service that makes a request on its own behalf: it has no user and no role, but scopes. */
export interface ServicePrincipal extends TokenInfo {
  scopes: readonly string[];
}

export type Caller = Principal | ServicePrincipal;

export const isService = (caller: Caller): caller is ServicePrincipal => 'scopes' in caller;
