import type { Jwk } from '../jws/jwk';
import type { RoleGrants } from '../permissions/permissions';

interface EventBase {
  /** Increases with each event; of two events about the same row the later has the higher one. */
  seq: number;
  /** RFC 3339. */
  at: string;
  /**
   * When every token that this contradicts has expired; RFC 3339. A process that knows `ACCESS_TOKEN_TTL` derives it from
   * `at` instead, since the writer of the event may have had another setting.
   */
  expires_at: string;
}

export type RevocationReason =
  | 'logout'
  | 'replaced'
  | 'evicted'
  | 'password_change'
  | 'password_reset'
  /** The user has set the first second factor, without which the session was started. */
  | 'mfa_enrolled'
  | 'refresh_token_reuse'
  | 'ended_by_user'
  | 'ended_by_admin'
  | 'ban'
  | 'deactivated'
  | 'account_deleted'
  | 'service_deleted'
  | 'token_revoked';

/**
 * No token of these sessions is valid any more. For the tokens of services, which have no session, the ids are those of
 * the service (all of its tokens) or of one token (`jti`).
 * @see CAEP 1.0 §3.1 session-revoked
 */
export interface SessionRevoked extends EventBase {
  type: 'session-revoked';
  /** `null` for a service. */
  user_id: string | null;
  session_ids: string[];
  /** `unknown` if it comes from a snapshot. */
  reason: RevocationReason | 'unknown';
}

/** @see CAEP 1.0 §3.2 token-claims-change */
export interface TokenClaimsChange extends EventBase {
  type: 'token-claims-change';
  user_id: string;
  role_ids: string[];
  email_verified: boolean;
  /** Absent from an older source. */
  mfa_enrolled?: boolean;
}

/** @see CAEP 1.0 §3.3 credential-change */
export interface CredentialChange extends EventBase {
  type: 'credential-change';
  user_id: string;
}

export interface RoleChanged extends EventBase {
  type: 'role-changed';
  role_id: string;
  /** `null` if the role was deleted. */
  role: RoleGrants | null;
}

export type AuthorizationEvent = SessionRevoked | TokenClaimsChange | CredentialChange | RoleChanged;

/** All roles, and every event that may contradict a valid token. */
export interface AuthorizationStateData {
  /** `ACCESS_TOKEN_TTL` as it is set now, in seconds. */
  accessTokenTtl: number;
  roles: RoleGrants[];
  events: AuthorizationEvent[];
}

/** Everything that may contradict a valid token; the first event of the stream. Times are RFC 3339. */
export interface AuthorizationSnapshot {
  /** `ACCESS_TOKEN_TTL` of the source, in seconds; absent from an older source. */
  access_token_ttl?: number;
  roles: RoleGrants[];
  /** The newest event of each changed or deleted role, so that an older event about it is recognized as older. */
  changed_roles: Pick<RoleChanged, 'role_id' | 'seq' | 'expires_at'>[];
  ended_sessions: { id: string; expires_at: string }[];
  changed_claims: Pick<
    TokenClaimsChange,
    'user_id' | 'role_ids' | 'email_verified' | 'mfa_enrolled' | 'seq' | 'expires_at'
  >[];
}

/** A public key that access tokens are signed with. @see RFC 7517 §4 */
export interface PublishedSigningKey extends Jwk {
  kid: string;
  /** RFC 3339; past for a withdrawn key, `null` for one without an end. */
  retires_at: string | null;
}

/** All keys, and those that were withdrawn within 24 h; absent from an older source. */
export interface SigningKeySet {
  signing_keys: PublishedSigningKey[];
}

/** The source is alive, and knows every change older than `stale_ms` milliseconds. */
export interface StreamHeartbeat {
  stale_ms: number;
  /** What time it is there (RFC 3339); absent from an older source. */
  time?: string;
}
