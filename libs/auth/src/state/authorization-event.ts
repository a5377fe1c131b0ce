import type { Jwk } from '../jws/jwk';
import type { RoleGrants } from '../permissions/permissions';

interface EventBase {
  /** Rises with each event; of two events about the same row the later has the higher one. */
  seq: number;
  /** RFC 3339. */
  at: string;
  /**
   * When no token is alive any more that this contradicts; RFC 3339. Whoever knows how long tokens live reckons it from
   * `at`: who wrote the event may have had another setting.
   */
  expires_at: string;
}

export type RevocationReason =
  | 'logout'
  | 'replaced'
  | 'evicted'
  | 'password_change'
  | 'password_reset'
  | 'refresh_token_reuse'
  | 'ended_by_user'
  | 'ended_by_admin'
  | 'ban'
  | 'deactivated'
  | 'account_deleted'
  | 'service_deleted'
  | 'token_revoked';

/**
 * No token of these sessions holds any more. For the tokens of services, which have no session, the ids are those of
 * the service (all of its tokens) or of one token (`jti`).
 * @see CAEP 1.0 §3.1 session-revoked
 */
export interface SessionRevoked extends EventBase {
  type: 'session-revoked';
  /** `null` where it is about a service. */
  user_id: string | null;
  session_ids: string[];
  /** What was told; `unknown` where it was learnt from a snapshot. */
  reason: RevocationReason | 'unknown';
}

/** @see CAEP 1.0 §3.2 token-claims-change */
export interface TokenClaimsChange extends EventBase {
  type: 'token-claims-change';
  user_id: string;
  role_ids: string[];
  email_verified: boolean;
}

/** @see CAEP 1.0 §3.3 credential-change */
export interface CredentialChange extends EventBase {
  type: 'credential-change';
  user_id: string;
}

export interface RoleChanged extends EventBase {
  type: 'role-changed';
  role_id: string;
  /** `null` where the role was deleted. */
  role: RoleGrants | null;
}

export type AuthorizationEvent = SessionRevoked | TokenClaimsChange | CredentialChange | RoleChanged;

/** What the database tells of the time that a token lives: all roles, and every event that a token could still meet. */
export interface AuthorizationWindow {
  /** `ACCESS_TOKEN_TTL` as it is set now, in seconds. */
  accessTokenTtl: number;
  roles: RoleGrants[];
  events: AuthorizationEvent[];
}

/**
 * All that a process must know to contradict any token that is alive; the first event of the stream. Times are RFC 3339.
 */
export interface AuthorizationSnapshot {
  /** `ACCESS_TOKEN_TTL` as the source has it, in seconds; an older source does not say. */
  access_token_ttl?: number;
  roles: RoleGrants[];
  /** Which event `roles` has a role by (or lacks it), so that an older word about it is known for old. */
  changed_roles: Pick<RoleChanged, 'role_id' | 'seq' | 'expires_at'>[];
  ended_sessions: { id: string; expires_at: string }[];
  changed_claims: Pick<TokenClaimsChange, 'user_id' | 'role_ids' | 'email_verified' | 'seq' | 'expires_at'>[];
}

/** A public key that access tokens are signed with. @see RFC 7517 §4 */
export interface PublishedSigningKey extends Jwk {
  kid: string;
  /** RFC 3339; past for a key that was withdrawn, `null` for one that stays. */
  retires_at: string | null;
}

/** All keys there are, and those that were withdrawn within a day; an older source does not say. */
export interface SigningKeySet {
  signing_keys: PublishedSigningKey[];
}

/** The source lives, and knows of everything that happened more than `stale_ms` milliseconds ago. */
export interface Heartbeat {
  stale_ms: number;
}
